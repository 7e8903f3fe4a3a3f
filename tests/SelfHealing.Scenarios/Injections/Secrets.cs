using SelfHealing.ModelServers;
using SelfHealing.Scenarios.Panels;

namespace SelfHealing.Scenarios.Injections;

/// <summary>Secrets that lie where a silo might pick them up. None of them may reach a vendor.</summary>
internal sealed class Secrets : IDisposable
{
    private const string Variable = "SELFHEAL_SCENARIO_TOKEN";
    private readonly string _outside = Path.Combine(Path.GetTempPath(), $"selfheal-secret-{Guid.NewGuid():N}");

    public Secrets()
    {
        Environment.SetEnvironmentVariable(Variable, InEnvironment);
        File.WriteAllText(_outside, OutsideTheRepository);
    }

    /// <summary>In the silo's environment.</summary>
    public static string InEnvironment => "environment-canary-a81d3e0b77";

    /// <summary>In a file beside the repository.</summary>
    public static string OutsideTheRepository => "outside-canary-c2907be1f4";

    /// <summary>In the address of the repository's remote.</summary>
    public static string OfGit => "git-canary-e4d5160a2b";

    /// <summary>Fails when one of them is in anything that a vendor received, the key's own header left out.</summary>
    public static void ShouldBeUnknownTo(ModelServer vendor)
    {
        foreach (var request in vendor.Requests)
        {
            foreach (var secret in (string[])[InEnvironment, OutsideTheRepository, OfGit, PlantedProject.DotEnvSecret, PanelModel.Key])
            {
                (request.Body + request.Path + request.Text).ShouldNotContain(secret, customMessage: $"request {request.Number} for {request.Model}");
                request.Headers.Where(h => h.Value.Contains(secret, StringComparison.Ordinal) && request.Key != secret).ShouldBeEmpty();
            }
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        File.Delete(_outside);
    }
}
