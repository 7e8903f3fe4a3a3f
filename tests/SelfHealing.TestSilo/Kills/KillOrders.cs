using System.Diagnostics;

namespace SelfHealing.TestSilo.Kills;

/// <summary>Orders to die, one a line of a file: <c>STEP POINT</c>, where a <c>*</c> at the end of the step stands for anything.</summary>
/// <remarks>The first line is taken off just before the kill, and the file with the last one, so that each order kills one silo once.</remarks>
internal sealed class KillOrders(string file)
{
    /// <summary>Kills this process with kill -9 when that is the next order.</summary>
    /// <param name="steps">Ids of the steps that have come to this point.</param>
    /// <param name="point">The point.</param>
    public void Obey(IReadOnlyCollection<string> steps, string point)
    {
        if (steps.Count > 0 && File.Exists(file) && IsTaken(steps, point))
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }

    private bool IsTaken(IReadOnlyCollection<string> steps, string point)
    {
        try
        {
            // Whoever holds the file alone takes the order; another silo looks again at its next step.
            using var orders = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var reader = new StreamReader(orders);
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (lines is not [var next, .. var others] || next.Split(' ') is not [var pattern, var when] || when != point || !steps.Any(step => IsMeant(step, pattern)))
            {
                return false;
            }

            if (others.Length == 0)
            {
                File.Delete(file);
                return true;
            }

            orders.SetLength(0);
            using var writer = new StreamWriter(orders);
            writer.Write(string.Join('\n', others));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsMeant(string step, string pattern) =>
        pattern.EndsWith('*') ? step.StartsWith(pattern[..^1], StringComparison.Ordinal) : step == pattern;
}
