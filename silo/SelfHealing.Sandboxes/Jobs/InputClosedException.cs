namespace SelfHealing.Sandboxes.Jobs;

/// <summary>A container reads no more input.</summary>
internal sealed class InputClosedException(Exception inner)
    : IOException("The container's main process has ended or closed its standard input, so nothing more can be written to it.", inner);
