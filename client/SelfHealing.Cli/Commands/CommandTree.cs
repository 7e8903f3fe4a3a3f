using System.CommandLine;
using System.CommandLine.Help;

namespace SelfHealing.Cli.Commands;

/// <summary>All commands of <c>selfheal</c>.</summary>
internal static class CommandTree
{
    /// <summary>The root with every command below it.</summary>
    public static RootCommand Create(Surroundings surroundings)
    {
        var data = new DataOption(surroundings);
        var root = new RootCommand("Repairs failing tests: reproduces the failure in a sandbox, lets several engines search for patches, votes, proves the winner and pushes it as a branch.")
        {
            data.Option,
            data.Server,
            RepairCommand.Create(surroundings, data),
            DemoCommand.Create(surroundings, data),
            ListCommand.Create(surroundings, data),
            ShowCommand.Create(surroundings, data),
            DiffCommand.Create(surroundings, data),
            WatchCommand.Create(surroundings, data),
            DecisionCommands.Approve(surroundings, data),
            DecisionCommands.Reject(surroundings, data),
            ResumeCommand.Create(surroundings, data),
            DecisionCommands.Cancel(surroundings, data),
            ModelsCommand.Create(surroundings, data),
            UpCommand.Create(surroundings, data),
            ChaosCommand.Create(surroundings, data),
            DoctorCommand.Create(surroundings, data),
            BenchCommand.Create(surroundings, data),
            SiloCommand.Create(surroundings, data),
            GatewayCommand.Create(surroundings, data),
        };
        root.WithExamples(
            "selfheal demo",
            "selfheal repair --repo . --test 'python3 -m pytest -q'",
            "selfheal repair --repo https://example.org/app.git --rev v1.2 --test 'pytest -q' --setup 'pip install -r requirements.txt'",
            "selfheal list",
            "selfheal show latest",
            "selfheal resume");
        Examples.ShowIn(root);
        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Description = "Show the version.";
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Show help and examples.";
        }

        return root;
    }
}
