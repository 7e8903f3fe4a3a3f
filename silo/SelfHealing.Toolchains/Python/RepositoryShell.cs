using SelfHealing.Sandboxes;

namespace SelfHealing.Toolchains.Python;

/// <summary>The harness in its mode <c>shell</c>: one request, one answer, one at a time.</summary>
internal sealed class RepositoryShell : IRepositoryShell
{
    // What the commands of a long repair may print in all.
    private const long MaxOutput = 8L << 30;

    private readonly HarnessRun _run;
    private readonly OpenArchive _archive;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _ended;

    private RepositoryShell(HarnessRun run, OpenArchive archive) => (_run, _archive) = (run, archive);

    /// <summary>Starts the container and waits until the workspace is unpacked in it.</summary>
    /// <exception cref="SandboxException">The container could not be started.</exception>
    public static async Task<RepositoryShell> OpenAsync(
        ISandbox sandbox, OpenArchive archive, Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var job = HarnessRun.Job(workspace, lifetime) with { MaxOutputBytes = MaxOutput, IsInteractive = true };
        var header = new HarnessHeader("shell", "", workspace.Subdirectory, lifetime.TotalSeconds);
        HarnessRun? run = null;
        try
        {
            await archive.SendAsync(async files => run = await HarnessRun.StartAsync(sandbox, job, header, files, cancellationToken), cancellationToken);
            await AnswerAsync(run!, _ => { }, cancellationToken);
            return new RepositoryShell(run!, archive);
        }
        catch
        {
            await (run?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    public async Task<ShellResult> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ShellResult? result = null;
        await AskAsync(
            new { op = "run", command, seconds = timeout.TotalSeconds },
            message => result = new ShellResult(message.Integer("exitCode"), message.Text("output") ?? ""),
            cancellationToken);
        return result!;
    }

    public Task WriteAsync(string path, byte[]? content, CancellationToken cancellationToken) =>
        AskAsync(new { op = "write", path, content }, _ => { }, cancellationToken);

    public Task ResetAsync(CancellationToken cancellationToken) =>
        AskAsync(new { op = "reset" }, _ => { }, cancellationToken, () => _archive.SendAsync(files => _run.SendAsync(files, cancellationToken), cancellationToken));

    public async Task<IReadOnlyList<ShellChange>> ChangesAsync(CancellationToken cancellationToken)
    {
        var changes = new List<ShellChange>();
        await AskAsync(
            new { op = "changes" },
            message =>
            {
                if (message.Kind == "change" && message.Text("path") is { } path)
                {
                    changes.Add(new ShellChange(path, message.Bytes("content"), message.Flag("isNew")));
                }
            },
            cancellationToken);
        return changes;
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        return _run.DisposeAsync();
    }

    private async Task AskAsync(object request, Action<HarnessMessage> take, CancellationToken cancellationToken, Func<Task>? attach = null)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            await _run.RequestAsync(request, cancellationToken);
            await (attach?.Invoke() ?? Task.CompletedTask);
            await AnswerAsync(_run, take, cancellationToken);
        }
        catch (IOException)
        {
            throw await _run.EndedAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // A question without its answer: what comes next on the channel would answer the wrong one.
            await DisposeAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes messages up to the one that ends an answer.</summary>
    private static async Task AnswerAsync(HarnessRun run, Action<HarnessMessage> take, CancellationToken cancellationToken)
    {
        await foreach (var message in run.ReadAsync(cancellationToken))
        {
            take(message);
            switch (message.Kind)
            {
                case "refused":
                    throw new SandboxException(message.Text("message") ?? "The sandbox refused without a word.");
                case "done" or "ran":
                    return;
            }
        }

        throw await run.EndedAsync(cancellationToken);
    }
}
