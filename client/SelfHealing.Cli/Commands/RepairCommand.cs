using System.CommandLine;
using System.Globalization;
using SelfHealing.Admission;
using SelfHealing.Cli.Calls;
using SelfHealing.Cli.Silos;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal repair</c>: the main job on the user's own repository.</summary>
internal static class RepairCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var options = new RepairOptions();
        var json = Shared.Json("Print one JSON document on standard output.");
        var command = new Command("repair", "Repair the failing tests of a git repository and push the fix as a branch.");
        options.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = data.PlaceIn(parsed);
            NamedModels.Check(options.ModelsOf(parsed), place);
            var report = options.Report(parsed, isLocal: ServerAddress.Of(place) is null) with
            {
                ErrorText = await options.IssueAsync(parsed, cancellationToken),
                Replay = options.ReplayOf(parsed) is { } named ? await Replay.OpenAsync(named, surroundings, place, cancellationToken) : null,
            };
            return await new RepairRun(surroundings, place, parsed.GetValue(json)).SubmitAsync(
                report, options.KeyOf(parsed) is { } key ? IncidentId.Of(report.Tenant, key) : IncidentId.New(surroundings.Time));
        });
        return command.WithExamples(
            "selfheal repair --repo . --test 'python3 -m pytest -q'",
            "selfheal repair --repo ~/src/app --rev main~3 --test 'python3 -m unittest' --subdir backend",
            "selfheal repair --repo . --test 'pytest -q' --setup 'apt-get install -y python3-yaml' --failing tests/test_a.py::test_b",
            "selfheal repair --repo . --test 'pytest -q' --issue issue.md --models gpt",
            "selfheal repair --server https://selfheal.example.org --repo https://example.org/app.git --test 'pytest -q' --key alert-4711 --priority high",
            "selfheal repair --repo . --test 'make check' --auto-approve-at 1 --max-minutes 10 --dry-run --json");
    }
}

/// <summary>The options of <c>repair</c>.</summary>
internal sealed class RepairOptions
{
    private readonly Option<string> _repository = new("--repo") { Description = "Path or URL of the git repository. Its working tree is never touched.", HelpName = "PATH_OR_URL", Required = true };
    private readonly Option<string> _revision = new("--rev") { Description = "Commit, branch or tag to repair.", HelpName = "REV", DefaultValueFactory = _ => "HEAD" };
    private readonly Option<string> _test = new("--test") { Description = "Shell command that runs the tests, without network.", HelpName = "COMMAND", Required = true };
    private readonly Option<string?> _setup = new("--setup") { Description = "Shell command that prepares the sandbox once, with network.", HelpName = "COMMAND" };
    private readonly Option<string?> _image = new("--image") { Description = "Sandbox image to use instead of the language's own.", HelpName = "IMAGE" };
    private readonly Option<string[]> _failing = new("--failing") { Description = "A test that should pass; may be repeated. Without it, whatever fails.", HelpName = "TEST" };
    private readonly Option<string> _language = new("--language") { Description = "Language of the code to repair.", HelpName = "NAME", DefaultValueFactory = _ => "python" };
    private readonly Option<string> _subdirectory = new("--subdir") { Description = "Folder of the repository in which the tests run.", HelpName = "DIR", DefaultValueFactory = _ => "" };
    private readonly Option<string?> _models = Shared.Models();
    private readonly Option<double> _autoApproveAt = Shared.Number(
        "--auto-approve-at", "Confidence, 0 to 1, from which the winner is pushed without asking; above 1 for never.", 0.9, "a confidence from 0 to 1, for instance 0.9", c => c is >= 0 and <= 2);

    private readonly Option<double> _maxMinutes = Shared.MaxMinutes(20);
    private readonly Option<decimal?> _maxCost = Shared.Limit<decimal>(
        "--max-cost", "DOLLARS", "Most US dollars for chat models, instead of the configured limit.", "an amount of US dollars, for instance 2.50", n => n is >= 0 and <= 1_000_000);

    private readonly Option<long?> _maxTokens = Shared.Limit<long>(
        "--max-tokens", "N", "Most tokens for chat models, read and written, instead of the configured limit.", "a number of tokens, for instance 500000", n => n is >= 0 and <= 1_000_000_000_000);

    private readonly Option<string?> _replay = new("--replay") { Description = "Answer every call of a chat model from a recorded incident, or from a file of 'show --calls --export'. Nothing is spent.", HelpName = "FILE|INCIDENT" };
    private readonly Option<string?> _issue = new("--issue") { Description = "Text of the incident, for instance an issue or a stack trace: a file, or - for standard input. With a chat model no test has to fail.", HelpName = "FILE|-" };
    private readonly Option<bool> _knownFailures = new("--known-failures") { Description = "Tests that fail now may go on failing: the text of --issue alone tells what to repair." };
    private readonly Option<string?> _remote = new("--remote") { Description = "Name or URL of the remote that receives the branch.", HelpName = "NAME|URL" };
    private readonly Option<string> _priority = new("--priority") { Description = "How urgent it is among the incidents of its tenant.", HelpName = "low|normal|high|critical", DefaultValueFactory = _ => "normal" };
    private readonly Option<string> _tenant = new("--tenant") { Description = "Who pays for it.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> _reporter = new("--reporter") { Description = "Who or what reports it, for the record.", HelpName = "NAME" };
    private readonly Option<string?> _key = new("--key") { Description = "A name of your own for the incident: the same tenant and key always name the same one, however often it is submitted.", HelpName = "KEY" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Stop before anything leaves the data folder." };

    public RepairOptions()
    {
        foreach (var option in (Option<string>[])[_repository, _test, _revision, _language, _tenant])
        {
            Shared.RefuseEmpty(option);
        }

        _language.AcceptOnlyFromAmong("python");
        _priority.AcceptOnlyFromAmong([.. Enum.GetNames<IncidentPriority>().Select(name => name.ToLowerInvariant())]);
        _key.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } key && (string.IsNullOrWhiteSpace(key) || key.Length > 255))
            {
                result.AddError("--key needs 1 to 255 characters.");
            }
        });
        _subdirectory.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } folder && (Path.IsPathRooted(folder) || folder.Split('/', '\\').Contains("..")))
            {
                result.AddError("--subdir needs a folder below the repository's root, without '..'.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Validators.Add(result =>
        {
            if (result.GetValue(_knownFailures) && result.GetValue(_issue) is null)
            {
                result.AddError("--known-failures needs the text of the incident: name it with --issue.");
            }
        });
        foreach (var option in (Option[])[_repository, _revision, _test, _setup, _image, _failing, _language, _subdirectory, _models, _autoApproveAt, _maxMinutes, _maxCost, _maxTokens, _replay, _issue, _knownFailures, _remote, _priority, _tenant, _reporter, _key, _dryRun])
        {
            command.Add(option);
        }
    }

    /// <summary>The incident's text; null when none was given.</summary>
    public async Task<string?> IssueAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(_issue) is { } source ? await IssueText.ReadAsync(source, cancellationToken) : null;

    /// <summary>What is to be replayed; null when nothing is.</summary>
    public string? ReplayOf(ParseResult parsed) => parsed.GetValue(_replay);

    /// <summary>The models that were named.</summary>
    public IReadOnlyList<string> ModelsOf(ParseResult parsed) => Shared.Names(parsed.GetValue(_models));

    /// <summary>The caller's name for the incident; null when it has none.</summary>
    public string? KeyOf(ParseResult parsed) => parsed.GetValue(_key);

    /// <summary>The report that the options describe.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isLocal">True when paths of this machine mean something to the silo.</param>
    public IncidentReport Report(ParseResult parsed, bool isLocal) => new()
    {
        Repository = isLocal ? RepositoryAddress.Of(parsed.GetValue(_repository)!) : parsed.GetValue(_repository)!,
        Revision = parsed.GetValue(_revision)!,
        TestCommand = parsed.GetValue(_test)!,
        SetupCommand = parsed.GetValue(_setup),
        Image = parsed.GetValue(_image),
        FailingTests = parsed.GetValue(_failing) ?? [],
        Language = parsed.GetValue(_language)!,
        Subdirectory = parsed.GetValue(_subdirectory)!.Replace('\\', '/').Trim('/') is var folder && folder == "." ? "" : folder,
        Models = ModelsOf(parsed),
        AutoApproveAt = parsed.GetValue(_autoApproveAt),
        Budget = TimeSpan.FromMinutes(parsed.GetValue(_maxMinutes)),
        MaxCost = parsed.GetValue(_maxCost),
        MaxTokens = parsed.GetValue(_maxTokens),
        Remote = parsed.GetValue(_remote) is { } remote && isLocal ? RepositoryAddress.OfRemote(remote) : parsed.GetValue(_remote),
        Priority = Enum.Parse<IncidentPriority>(parsed.GetValue(_priority)!, ignoreCase: true),
        Tenant = parsed.GetValue(_tenant)!,
        Reporter = parsed.GetValue(_reporter),
        DryRun = parsed.GetValue(_dryRun),
        FailuresAreKnown = parsed.GetValue(_knownFailures),
    };
}

/// <summary>Addresses of repositories as another process understands them.</summary>
internal static class RepositoryAddress
{
    /// <summary>A path becomes a full path; a URL stays as it is.</summary>
    /// <exception cref="CliException">It is neither.</exception>
    public static string Of(string address)
    {
        if (Directory.Exists(address))
        {
            return Path.GetFullPath(address);
        }

        return IsUrl(address)
            ? address
            : throw new CliException(string.Create(CultureInfo.InvariantCulture, $"There is no folder '{address}'. Name a git repository by its path or URL with --repo."));
    }

    /// <summary>A remote's name stays as it is, a path becomes a full path.</summary>
    public static string OfRemote(string remote) =>
        (remote.Contains('/', StringComparison.Ordinal) || remote.StartsWith('.')) && Directory.Exists(remote) ? Path.GetFullPath(remote) : remote;

    /// <summary><c>scheme://…</c> or ssh's <c>host:path</c>.</summary>
    private static bool IsUrl(string address) =>
        address.Contains("://", StringComparison.Ordinal)
        || (address.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !address.AsSpan(0, colon).Contains('/'));
}
