using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Processes;

/// <summary>test.sh with stand-ins for the SDK and the launcher: what it says of results of every kind.</summary>
public sealed class TestScriptTests : IDisposable
{
    private const string FakeSdk =
        """
        #!/bin/bash
        exit "${BUILD_CODE:-0}"
        """;

    private const string FakeProject =
        """
        #!/bin/bash
        echo "$*" >> calls
        while [ -n "$1" ] && [ "$1" != -trx ]; do shift; done

        """;

    private readonly TemporaryFolder _folder = new();

    public TestScriptTests()
    {
        _folder.Executable("test.sh", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scripts", "test.sh")));
        _folder.Executable("selfheal", "#!/bin/bash\nexit ${DOCTOR_CODE:-0}\n");
        _folder.Executable("bin/dotnet", FakeSdk);
        _folder.File("tests/A.Benchmarks/A.Benchmarks.csproj", "");
        _folder.File("tests/A.ModelServers/A.ModelServers.csproj", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_projects_are_summed_on_the_last_line()
    {
        Project("One.Tests", passed: 3);
        Project("Two.Tests", passed: 4);

        var ended = await RunAsync();

        ended.Code.ShouldBe(0);
        LastLine(ended).ShouldBe("7 passed, 0 failed");
        ended.Out.ShouldContain("Total time: ");
        File.ReadAllText(Path.Combine(_folder.Path, "calls")).ShouldContain("-trait- Category=Full");
    }

    [Fact]
    public async Task Full_runs_the_long_tests_too()
    {
        Project("One.Tests", passed: 3);

        await RunAsync("--full");

        File.ReadAllText(Path.Combine(_folder.Path, "calls")).ShouldNotContain("Category=Full");
    }

    [Fact]
    public async Task Failures_and_skips_are_told_and_a_failure_fails_the_run()
    {
        Project("One.Tests", passed: 3, failed: 2, skipped: 1, code: 1);

        var ended = await RunAsync();

        ended.Code.ShouldBe(1);
        LastLine(ended).ShouldBe("3 passed, 2 failed, 1 skipped");
        ended.Out.ShouldContain("what the tests printed");
    }

    [Fact]
    public async Task A_project_that_crashes_is_a_failure_and_the_others_still_run()
    {
        Project("One.Tests", "echo Segmentation; exit 139");
        Project("Two.Tests", passed: 4);

        var ended = await RunAsync();

        ended.Code.ShouldBe(1);
        ended.Out.ShouldContain("One.Tests crashed with exit code 139");
        LastLine(ended).ShouldBe("4 passed, 1 failed");
    }

    [Fact]
    public async Task A_bad_exit_code_without_a_failed_test_is_a_failure()
    {
        Project("One.Tests", passed: 3, code: 5);

        var ended = await RunAsync();

        ended.Code.ShouldBe(1);
        LastLine(ended).ShouldBe("3 passed, 1 failed");
    }

    [Fact]
    public async Task No_test_at_all_is_no_success()
    {
        Project("One.Tests", passed: 0);

        var ended = await RunAsync();

        ended.Code.ShouldBe(1);
        LastLine(ended).ShouldBe("0 passed, 0 failed");
    }

    [Theory]
    [InlineData("DOCTOR_CODE", "something above is missing")]
    [InlineData("BUILD_CODE", "does not build")]
    public async Task What_stops_it_before_the_first_test_still_ends_with_the_line(string variable, string sentence)
    {
        Project("One.Tests", passed: 3);

        var ended = await RunAsync([], (variable, "1"));

        ended.Code.ShouldBe(1);
        ended.Out.ShouldContain(sentence);
        LastLine(ended).ShouldBe("0 passed, 1 failed");
    }

    [Fact]
    public async Task An_unknown_argument_is_usage() => (await RunAsync("--fast")).Code.ShouldBe(2);

    private static string LastLine(Ended ended) => ended.Out.TrimEnd('\n').Split('\n')[^1];

    private void Project(string name, int passed, int failed = 0, int skipped = 0, int code = 0) => Project(
        name,
        $"""
         echo what the tests printed
         echo '<TestRun><ResultSummary outcome="x"><Counters total="9" executed="9" passed="{passed}" failed="{failed}" error="0" timeout="0" notExecuted="{skipped}" /></ResultSummary></TestRun>' > "$2"
         exit {code}
         """);

    private void Project(string name, string script)
    {
        _folder.File($"tests/{name}/{name}.csproj", "");
        _folder.Executable($"tests/{name}/bin/Release/net10.0/{name}", $"{FakeProject}{script}\n");
    }

    private Task<Ended> RunAsync(params string[] arguments) => RunAsync(arguments, ("CI", "true"));

    private Task<Ended> RunAsync(string[] arguments, (string Name, string Value) variable) => Started
        .Start(
            Path.Combine(_folder.Path, "test.sh"),
            arguments,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["PATH"] = $"{Path.Combine(_folder.Path, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
                [variable.Name] = variable.Value,
            },
            "/")
        .EndAsync(TestContext.Current.CancellationToken);
}
