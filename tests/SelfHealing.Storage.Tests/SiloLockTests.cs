using System.Diagnostics;

namespace SelfHealing.Storage.Tests;

public sealed class SiloLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_takes_the_lock_and_the_other_finds_where_it_is_reached()
    {
        using (var owner = SiloLock.TryTake(_folder.Data).ShouldNotBeNull())
        {
            SiloLock.TryTake(_folder.Data).ShouldBeNull();
            (await SiloLock.FindOwnerAsync(_folder.Data, Token)).ShouldBeNull();
            var waiting = SiloLock.WaitForOwnerAsync(_folder.Data, Token);

            await owner.PublishAsync("127.0.0.1:30000", TimeProvider.System, Token);

            var found = await waiting.WaitAsync(TimeSpan.FromSeconds(10), Token);
            found.Gateway.ShouldBe("127.0.0.1:30000");
            found.ProcessId.ShouldBe(Environment.ProcessId);
            (await SiloLock.FindOwnerAsync(_folder.Data, Token)).ShouldBe(found);
        }

        (await SiloLock.FindOwnerAsync(_folder.Data, Token)).ShouldBeNull();
        using var next = SiloLock.TryTake(_folder.Data).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_free_and_its_endpoint_is_gone()
    {
        using (var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["lock", _folder.Data.Root]) { RedirectStandardOutput = true, UseShellExecute = false })!)
        {
            (await process.StandardOutput.ReadLineAsync(Token)).ShouldBe("locked");
            SiloLock.TryTake(_folder.Data).ShouldBeNull();
            (await SiloLock.FindOwnerAsync(_folder.Data, Token)).ShouldNotBeNull().ProcessId.ShouldBe(process.Id);
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        using var next = SiloLock.TryTake(_folder.Data).ShouldNotBeNull();
        (await SiloLock.FindOwnerAsync(_folder.Data, Token)).ShouldBeNull();
    }

    [Fact]
    public void A_data_folder_is_for_its_owner_alone()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        new DirectoryInfo(_folder.Data.Root).UnixFileMode.ShouldBe(OwnerOnly);
        new DirectoryInfo(_folder.Data.Repositories).UnixFileMode.ShouldBe(OwnerOnly);
    }

    [Fact]
    public void A_data_folder_that_cannot_be_made_is_refused_with_a_sentence()
    {
        var file = Path.Combine(_folder.Data.Root, "file");
        File.WriteAllText(file, "");
        Should.Throw<IOException>(() => DataFolder.Open(Path.Combine(file, "data"))).Message.ShouldContain("Name another one");
    }
}
