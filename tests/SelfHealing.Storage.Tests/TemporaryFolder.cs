namespace SelfHealing.Storage.Tests;

/// <summary>A data folder of one test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public DataFolder Data { get; } = DataFolder.Open(Path.Combine(Path.GetTempPath(), "selfheal-storage-" + Path.GetRandomFileName()));

    public void Dispose() => Directory.Delete(Data.Root, recursive: true);
}
