namespace SelfHealing.Repair.Localisation;

/// <summary>Suspiciousness of a line by the tests that ran it (Abreu, Zoeteweij, van Gemund 2006; the formula of Ochiai 1957).</summary>
public static class Ochiai
{
    /// <summary>ef / √(F · (ef + ep)), from 0 to 1; 0 for a line that no failing test ran.</summary>
    /// <param name="failing">F: failing tests in all.</param>
    /// <param name="failingHere">ef: failing tests that ran the line.</param>
    /// <param name="passingHere">ep: passing tests that ran it.</param>
    public static double Score(int failing, int failingHere, int passingHere) => failing <= 0 || failingHere <= 0 || passingHere < 0
        ? 0
        : Math.Min(failingHere, failing) / Math.Sqrt(failing * ((double)Math.Min(failingHere, failing) + passingHere));
}
