namespace SelfHealing.Sandboxes.Images;

/// <summary>Progress that is heard at once and in order; <see cref="Progress{T}"/> hands it to the thread pool.</summary>
internal sealed class Listener<T>(Action<T> hear) : IProgress<T>
{
    public void Report(T value) => hear(value);
}
