using Microsoft.Extensions.AI;
using SelfHealing.Models.Tests.Chat.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Tests.Chat.Strategies;

public sealed class MultiAgentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Root_cause_edits_review_and_tests_make_a_candidate()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(_ => Bench.Right);

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Abstained.ShouldBeNull();
        (report.Generated, report.Tested, report.Plausible).ShouldBe((1, 1, 1));
        var candidate = report.Candidates.ShouldHaveSingleItem();
        candidate.Id.ShouldBe("r1-gpt:multi-agent-1");
        candidate.Origin.ShouldBe(CandidateOrigin.Chat);
        candidate.Score.ShouldBe(1);
        candidate.Fitted.ShouldBeNull();
        candidate.Function.ShouldBe("total");
        candidate.Diff.ShouldContain("-        result -= item\n+        result += item\n");
        model.Calls.Select(c => c.Prompt).ShouldBe(["root-cause", "write-edits", "review-patch"]);
        model.Calls.Select(c => c.Context.Agent).ShouldBe(["planner", "coder", "reviewer"]);
        bench.Progress[^1].ShouldBe(new SearchProgress(1, null, 1));
    }

    [Fact]
    public async Task The_prompt_tells_what_an_engineer_wants_to_know_and_no_secret()
    {
        var bench = await new Bench().PrepareAsync();
        bench.Task = bench.Task with { Baseline = bench.Task.Baseline with { FailToPass = ["tests/test_shop.py::test_total"] } };
        var model = Bench.Model(_ => Bench.Right);

        await bench.SearchAsync(model, "multi-agent", Cancellation);

        var prompt = model.Calls[0].Last;
        prompt.ShouldContain("tests/test_shop.py::test_total");
        prompt.ShouldContain("assert -3 == 3");
        prompt.ShouldContain("assert total([1, 2]) == 3");
        prompt.ShouldContain("shop.py:4 (total) 0.71 | result -= item");
        prompt.ShouldContain("is=\"file shop.py, whole\">\n" + Bench.Code);
        model.Calls.ShouldAllBe(c => !c.Last.Contains("canary-secret", StringComparison.Ordinal));
        model.Calls[1].Last.ShouldContain("Root cause: result is diminished");
    }

    [Fact]
    public async Task Another_run_that_differs_by_chance_alone_asks_the_same()
    {
        var asked = new List<string>();
        foreach (var address in new[] { "0x7fb2a1946750", "0x55d0c0ffee10" })
        {
            var bench = await new Bench().PrepareAsync();
            bench.Task = bench.Task with { Baseline = bench.Task.Baseline with { Error = $"E  where None = <Shop object at {address}> in 0.0{address[^2..]}s" } };
            var model = Bench.Model(_ => Bench.Right);
            await bench.SearchAsync(model, "multi-agent", Cancellation);
            asked.Add(string.Join('\n', model.Calls.Select(c => c.Last.Replace(c.Context.Nonce, "", StringComparison.Ordinal))));
        }

        asked[1].ShouldBe(asked[0]);
    }

    [Fact]
    public async Task Failing_output_goes_back_to_the_writer_until_it_is_right()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(asked => asked.Prompt == "write-edits" ? Bench.Wrong : Bench.Right);

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Candidates.ShouldHaveSingleItem();
        report.Tested.ShouldBe(2);
        report.Drafts.ShouldHaveSingleItem().Failure.ShouldBe("t should pass now and fails.");
        var correction = model.Calls.Single(c => c.Prompt == "correct-edits");
        correction.Last.ShouldContain("E   assert -3 == 3");
        correction.Messages.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Three_rounds_are_all_and_what_failed_is_kept_as_drafts()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(asked => Bench.Wrong.Replace("abs(", $"abs({asked.Messages.Count}+", StringComparison.Ordinal));

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        model.Calls.Count(c => c.Context.Agent == "coder").ShouldBe(3);
        report.Candidates.ShouldBeEmpty();
        report.Drafts.Count.ShouldBe(3);
        report.Abstained.ShouldBe("None of the 3 different patches of gpt passed the tests.");
    }

    [Fact]
    public async Task A_reviewer_who_objects_is_heard_and_his_choice_goes_first()
    {
        var bench = await new Bench().PrepareAsync();
        var better = Bench.Right.Replace("result += item", "result += item or 0", StringComparison.Ordinal);
        var model = new ScriptedModel(asked => asked.Prompt switch
        {
            "root-cause" => Bench.Cause,
            "review-patch" => asked.Last.Contains("or 0", StringComparison.Ordinal)
                ? Bench.Correct
                : """{"verdict": "wrong", "findings": [{"kind": "edge-case", "problem": "None in the list raises"}]}""",
            "write-edits" => Bench.Right,
            _ => better,
        });

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        model.Calls.Single(c => c.Prompt == "correct-edits").Last.ShouldContain("edge-case: None in the list raises");
        report.Candidates.Count.ShouldBe(2);
        report.Candidates[0].Diff.ShouldContain("or 0");
        report.Candidates.Select(c => c.Score).ShouldBe([0.5, 0.5]);
    }

    [Theory]
    [InlineData("tests/test_shop.py\n<<<<<<< SEARCH\n    assert total([1, 2]) == 3\n=======\n>>>>>>> REPLACE\n", "The patch changes `tests/test_shop.py`, which is a test; a person must make such a change.")]
    [InlineData("conftest.py\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n", "The patch changes `conftest.py`, which decides how the tests run; a person must make such a change.")]
    [InlineData(".env\n<<<<<<< SEARCH\nTOKEN=canary-secret-3c1f\n=======\nTOKEN=x\n>>>>>>> REPLACE\n", "The patch changes `.env`, which may hold secrets; a person must make such a change.")]
    [InlineData("/etc/passwd\n<<<<<<< SEARCH\nroot\n=======\nx\n>>>>>>> REPLACE\n", "The patch names `/etc/passwd`, which does not lie below the repository's root.")]
    [InlineData("shop.py\n<<<<<<< SEARCH\n    return result\n=======\n    return r\u0435sult\n>>>>>>> REPLACE\n", "The patch writes the word `r\\u0435sult`, whose letters of another script can pass for Latin ones.")]
    public async Task Edits_that_policy_forbids_are_named_and_never_run(string edits, string why)
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(_ => edits);

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Candidates.ShouldBeEmpty();
        report.Drafts.ShouldBeEmpty();
        report.Abstained.ShouldBe(why);
        bench.Toolchain.Ran.ShouldBeEmpty();
        model.Calls.Count(c => c.Prompt == "correct-edits").ShouldBe(2);
        model.Calls.ShouldAllBe(c => c.Messages.All(m => m.Role != ChatRole.User || !m.Text.Contains("canary-secret", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Edits_that_do_not_fit_are_asked_for_once_more_with_what_really_stands_there()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(asked => asked.Prompt == "repair-edits"
            ? Bench.Right
            : Bench.Right.Replace("        result -= item\n", "        sum = sum - (item * 1) if item else sum\n", StringComparison.Ordinal));

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Candidates.ShouldHaveSingleItem().Fitted.ShouldBe("1 of its blocks did not fit at first and were written again.");
        model.Calls.Single(c => c.Prompt == "repair-edits").Last.ShouldContain(Bench.Code);
    }

    [Fact]
    public async Task Edits_that_only_nearly_fit_are_fitted_and_the_candidate_says_so()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(_ => "shop.py\n<<<<<<< SEARCH\nresult -= item\n=======\nresult += item\n>>>>>>> REPLACE\n");

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Candidates.ShouldHaveSingleItem().Fitted.ShouldBe("A block was found with other white space at line 4 of shop.py.");
    }

    [Fact]
    public async Task A_patch_that_does_not_parse_goes_back_to_the_writer()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(asked => asked.Prompt == "write-edits" ? Bench.Wrong.Replace("abs(", "abs((", StringComparison.Ordinal) : Bench.Right);

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Candidates.ShouldHaveSingleItem();
        report.Drafts.ShouldHaveSingleItem().Failure.ShouldBe("line 2: '(' is never closed");
        model.Calls.Single(c => c.Prompt == "correct-edits").Last.ShouldContain("does not parse: line 2: '(' is never closed");
    }

    [Fact]
    public async Task A_plan_in_prose_does_not_stop_the_writer()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(asked => asked.Context.Agent == "coder" ? Bench.Right : "I think the sum is wrong.");

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Candidates.ShouldHaveSingleItem();
        model.Calls.Single(c => c.Prompt == "write-edits").Last.ShouldContain("A wrong result.");
    }

    [Fact]
    public async Task A_fault_of_the_model_is_an_abstention_that_names_it()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(_ => Task.FromException<ChatResponse>(
            new ModelException(ModelFault.RateLimited, "The model 'gpt' was rate limited (429) after 4 attempts.")));

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Abstained.ShouldBe("The model 'gpt' was rate limited (429) after 4 attempts.");
        model.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_fault_after_the_first_fix_loses_nothing()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(asked => asked.Prompt switch
        {
            "root-cause" => Task.FromResult(ScriptedModel.Says(Bench.Cause)),
            "write-edits" => Task.FromResult(ScriptedModel.Says(Bench.Right)),
            "review-patch" => Task.FromResult(ScriptedModel.Says("""{"verdict": "wrong", "findings": []}""")),
            _ => Task.FromException<ChatResponse>(new ModelException(ModelFault.Unavailable, "gpt is down (503).")),
        });

        (await bench.SearchAsync(model, "multi-agent", Cancellation)).Candidates.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task At_the_deadline_it_hands_in_what_it_has()
    {
        using var time = new StoppableTime();
        var bench = await new Bench { Time = time }.PrepareAsync();
        var model = new ScriptedModel(async asked =>
        {
            switch (asked.Prompt)
            {
                case "root-cause":
                    return ScriptedModel.Says(Bench.Cause);
                case "write-edits":
                    return ScriptedModel.Says(Bench.Right);
                case "review-patch":
                    return ScriptedModel.Says("""{"verdict": "wrong", "findings": []}""");
                default:
                    time.Advance(TimeSpan.FromMinutes(10));
                    return await new TaskCompletionSource<ChatResponse>().Task;
            }
        });

        (await bench.SearchAsync(model, "multi-agent", Cancellation)).Candidates.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Past_the_deadline_nobody_is_asked()
    {
        var bench = await new Bench().PrepareAsync();
        bench.Task = bench.Task with { Deadline = DateTimeOffset.UnixEpoch };
        var model = Bench.Model(_ => Bench.Right);

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Abstained.ShouldBe("Time ran out before gpt had written a patch.");
        model.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_is_no_abstention()
    {
        var bench = await new Bench().PrepareAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var model = new ScriptedModel(async _ =>
        {
            await stop.CancelAsync();
            return await new TaskCompletionSource<ChatResponse>().Task;
        });

        await Should.ThrowAsync<OperationCanceledException>(() => bench.SearchAsync(model, "multi-agent", stop.Token));
    }

    [Fact]
    public async Task An_incident_without_any_test_takes_what_can_be_applied()
    {
        var bench = await new Bench().PrepareAsync();
        bench.Task = bench.Task with
        {
            Baseline = bench.Task.Baseline with { FailToPass = [], Error = "" },
            Report = bench.Task.Report with { ErrorText = "total() of [1, 2] gives -3" },
        };
        var model = Bench.Model(_ => Bench.Right);

        var report = await bench.SearchAsync(model, "multi-agent", Cancellation);

        report.Candidates.ShouldHaveSingleItem();
        bench.Toolchain.Ran.ShouldBeEmpty();
        model.Calls[0].Last.ShouldContain("total() of [1, 2] gives -3");
        model.Calls[0].Last.ShouldNotContain("## Failing tests");
    }

    [Fact]
    public async Task What_failed_in_earlier_rounds_is_told()
    {
        var bench = await new Bench().PrepareAsync();
        bench.Task = bench.Task with
        {
            Round = 2,
            Earlier = [new SearchReport(1, 1, 0, [], [], null) { Drafts = [new Draft(new Patch([new TextEdit("shop.py", 0, 3, "DEF")]), "it broke everything")] }],
        };
        var model = Bench.Model(_ => Bench.Right);

        await bench.SearchAsync(model, "multi-agent", Cancellation);

        model.Calls[1].Last.ShouldContain("it broke everything");
        model.Calls[1].Last.ShouldContain("+DEF total(items):");
    }
}
