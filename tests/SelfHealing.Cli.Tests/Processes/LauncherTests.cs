using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Processes;

/// <summary>The launcher in a folder of its own, with a stand-in for the SDK that notes how it is called.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string FakeSdk =
        """
        #!/bin/bash
        echo "$@" >> "$CALLS"
        case "$1" in
          --list-sdks) echo "$SDKS" ;;
          restore) exit 0 ;;
          publish)
            if [ -n "$BROKEN" ]; then echo "error CS1002: ; expected"; exit 1; fi
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2"; echo built > "$2/selfheal.dll" ;;
          *selfheal.dll) shift; printf '<%s>' "$@"; echo; echo "$SELFHEAL_HOME" >&2; exit 7 ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables;

    public LauncherTests()
    {
        var script = _folder.Executable("home/selfheal", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scripts", "selfheal")));
        Home = Path.GetDirectoryName(script)!;
        _folder.Executable("bin/dotnet", FakeSdk);
        _folder.File("home/client/Program.cs", "one");
        _variables = new(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.Combine(_folder.Path, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            ["CALLS"] = Path.Combine(_folder.Path, "calls"),
            ["SDKS"] = "10.0.100 [/sdk]",
            ["BROKEN"] = "",
        };
    }

    private string Home { get; }

    private IEnumerable<string> Calls => File.Exists(_variables["CALLS"]) ? File.ReadAllLines(_variables["CALLS"]) : [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Arguments_and_exit_code_pass_unchanged()
    {
        var ended = await RunAsync("repair", "--test", "pytest -q  'x y'", "", "--", "*", "$HOME");

        ended.Out.Trim().ShouldBe("<repair><--test><pytest -q  'x y'><><--><*><$HOME>");
        ended.Code.ShouldBe(7);
        ended.Error.ShouldContain(Home);
    }

    [Fact]
    public async Task It_builds_once_and_again_only_when_a_source_changed()
    {
        await RunAsync("list");
        await RunAsync("list");
        Calls.Count(c => c.StartsWith("publish", StringComparison.Ordinal)).ShouldBe(1);

        _folder.File("home/client/Program.cs", "two");
        await RunAsync("list");
        Calls.Count(c => c.StartsWith("publish", StringComparison.Ordinal)).ShouldBe(2);

        _folder.File("home/client/Program.cs", "one");
        await RunAsync("list");
        Calls.Count(c => c.StartsWith("publish", StringComparison.Ordinal)).ShouldBe(2, "a build of the same sources is still there");
    }

    [Fact]
    public async Task Two_first_starts_at_once_build_once()
    {
        await Task.WhenAll(RunAsync("list"), RunAsync("list"), RunAsync("list"));

        Calls.Count(c => c.StartsWith("publish", StringComparison.Ordinal)).ShouldBe(1);
        Calls.Count(c => c.EndsWith("selfheal.dll list", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task It_works_through_a_symbolic_link_from_anywhere()
    {
        var link = Path.Combine(_folder.Path, "link");
        File.CreateSymbolicLink(link, Path.Combine("home", "selfheal"));

        var ended = await Started.Start(link, ["show", "latest"], _variables, "/").EndAsync(TestContext.Current.CancellationToken);

        ended.Out.Trim().ShouldBe("<show><latest>");
        ended.Error.ShouldContain(Home);
    }

    [Theory]
    [InlineData("8.0.400 [/sdk]", "only version 8")]
    [InlineData("", "no SDK at all")]
    public async Task An_old_SDK_is_told_in_a_sentence(string sdks, string sentence)
    {
        _variables["SDKS"] = sdks;

        var ended = await RunAsync("list");

        ended.Code.ShouldBe(1);
        ended.Error.ShouldContain("needs the .NET 10 SDK");
        ended.Error.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_failed_build_shows_its_messages_and_is_tried_again()
    {
        _variables["BROKEN"] = "yes";
        var broken = await RunAsync("list");
        _variables["BROKEN"] = "";
        var mended = await RunAsync("list");

        broken.Code.ShouldBe(1);
        broken.Out.ShouldBeEmpty();
        broken.Error.ShouldContain("error CS1002: ; expected");
        mended.Code.ShouldBe(7);
    }

    private Task<Ended> RunAsync(params string[] arguments) =>
        Started.Start(Path.Combine(Home, "selfheal"), arguments, _variables, _folder.Path).EndAsync(TestContext.Current.CancellationToken);
}
