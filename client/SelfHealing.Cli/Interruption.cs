using System.Runtime.InteropServices;

namespace SelfHealing.Cli;

/// <summary>Ctrl+C and SIGTERM: asks the command to stop, and ends the process when it does not within <see cref="Patience"/>, or is asked again.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Action<int>? _endProcess;
    private Action<string>? _say;
    private Timer? _deadline;
    private int _said;

    /// <summary>Cancelled when the user asks to stop.</summary>
    public CancellationToken Token => _asked.Token;

    /// <summary>What to tell the user who stops the command now.</summary>
    public string Sentence { get; set; } = "Stopped. Nothing was submitted, so there is nothing to resume.";

    /// <summary>How long stopping may take. The default value is 1.6 seconds.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1.6);

    /// <summary>What is done before the process ends at once.</summary>
    public Action AtOnce { get; set; } = () => { };

    /// <summary>Listens to the process's signals.</summary>
    /// <param name="say">Tells a sentence on standard error.</param>
    /// <param name="endProcess">Ends the process with an exit code.</param>
    public void Listen(Action<string> say, Action<int> endProcess)
    {
        (_say, _endProcess) = (say, endProcess);
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Ask();
            }));
        }
    }

    /// <summary>Asks to stop; asking twice ends the process at once.</summary>
    public void Ask()
    {
        if (_asked.IsCancellationRequested)
        {
            EndNow();
            return;
        }

        _deadline = new Timer(_ => EndNow(), null, Patience, Timeout.InfiniteTimeSpan);
        _asked.Cancel();
    }

    /// <summary>Tells the sentence, once.</summary>
    public void Tell(Action<string> say)
    {
        if (Interlocked.Exchange(ref _said, 1) == 0)
        {
            say(Sentence);
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _deadline?.Dispose();
        _asked.Dispose();
    }

    private void EndNow()
    {
        AtOnce();
        Tell(_say ?? (_ => { }));
        _endProcess?.Invoke(ExitCodes.Cancelled);
    }
}
