using Microsoft.Extensions.AI;
using SelfHealing.Models.Tests.Chat.Agents;

namespace SelfHealing.Models.Tests.Chat.Strategies;

public sealed class AgentlessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Samples_are_drawn_side_by_side_and_those_that_make_one_program_count_together()
    {
        var bench = await new Bench().PrepareAsync();
        var all = new TaskCompletionSource();
        var waiting = 0;
        var model = new ScriptedModel(async asked =>
        {
            if (asked.Prompt == "localise")
            {
                return ScriptedModel.Says(Bench.Place);
            }

            // Nobody is answered before all have asked.
            if (Interlocked.Increment(ref waiting) == 3)
            {
                all.SetResult();
            }

            await all.Task;
            return ScriptedModel.Says(asked.Context.FirstCall switch
            {
                9 => Bench.Wrong,
                17 => Bench.Right,
                _ => Bench.Right.Replace("        result += item\n", "        result  +=  item\n", StringComparison.Ordinal),
            });
        });

        var report = await bench.SearchAsync(model, "agentless", Cancellation);

        model.Calls.Select(c => c.Context.FirstCall).Order().ShouldBe([1, 9, 17, 25]);
        (report.Generated, report.Tested, report.Plausible).ShouldBe((2, 2, 1));
        var candidate = report.Candidates.ShouldHaveSingleItem();
        candidate.Id.ShouldBe("r1-gpt:agentless-1");
        candidate.Score.ShouldBe(2 / 3.0);
        candidate.Diff.ShouldContain("+        result += item\n");
        report.Drafts.ShouldHaveSingleItem().Failure.ShouldBe("t fails with it.");
    }

    [Fact]
    public async Task The_first_sample_is_cool_the_others_are_warm_and_a_model_without_temperature_gets_none()
    {
        var bench = await new Bench().PrepareAsync();
        var cool = Bench.Model(_ => Bench.Right);
        cool.Options.Temperature = 0.1;
        var fixedModel = Bench.Model(_ => Bench.Right);

        await bench.SearchAsync(cool, "agentless", Cancellation);
        await bench.SearchAsync(fixedModel, "agentless", Cancellation);

        Samples(cool).Select(c => c.Options!.Temperature).ShouldBe([0.1f, 0.8f, 0.8f]);
        Samples(fixedModel).ShouldAllBe(c => c.Options!.Temperature == null);
    }

    [Fact]
    public async Task The_place_is_advice_that_some_samples_do_without()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(_ => Bench.Right);

        await bench.SearchAsync(model, "agentless", Cancellation);

        Samples(model).Select(c => c.Last.Contains("shop.py:4 total: subtracts", StringComparison.Ordinal)).ShouldBe([true, true, false]);
        model.Calls[0].Last.ShouldContain("    4          result -= item\n");
    }

    [Fact]
    public async Task When_no_sample_can_be_read_the_abstention_says_why()
    {
        var bench = await new Bench().PrepareAsync();
        var model = Bench.Model(_ => "You should add instead of subtract.");

        var report = await bench.SearchAsync(model, "agentless", Cancellation);

        report.Generated.ShouldBe(0);
        report.Abstained.ShouldBe(
            "The model 'gpt' did not answer in the asked form, not even when it was asked again: it holds no edit block (path, <<<<<<< SEARCH, =======, >>>>>>> REPLACE).");
        Samples(model).Count().ShouldBe(6);
    }

    [Fact]
    public async Task Samples_that_fail_do_not_take_the_others_with_them()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(asked => asked.Context.FirstCall switch
        {
            1 => Task.FromResult(ScriptedModel.Says(Bench.Place)),
            9 => Task.FromException<ChatResponse>(new ModelException(ModelFault.Unreachable, "The connection to gpt broke off.")),
            17 => Task.FromResult(ScriptedModel.Says("tests/test_shop.py\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n")),
            _ => Task.FromResult(ScriptedModel.Says(Bench.Right)),
        });

        var report = await bench.SearchAsync(model, "agentless", Cancellation);

        report.Candidates.ShouldHaveSingleItem().Score.ShouldBe(1 / 3.0);
    }

    [Fact]
    public async Task Of_a_large_program_the_files_are_chosen_first()
    {
        var bench = new Bench();
        for (var i = 0; i < 12; i++)
        {
            bench.Files[$"lib/part{i}.py"] = string.Concat(Enumerable.Range(0, 200).Select(n => $"def f{n}(a):\n    return a + {n}  # {new string('.', 20)}\n\n"));
        }

        await bench.PrepareAsync();
        bench.Task = bench.Task with { Suspicions = [] };
        var model = new ScriptedModel(asked => asked.Prompt switch
        {
            "localise-files" => """{"files": ["shop.py", "no/such.py"]}""",
            "localise" => Bench.Place,
            _ => Bench.Right,
        });

        var report = await bench.SearchAsync(model, "agentless", Cancellation);

        report.Candidates.ShouldHaveSingleItem();
        model.Calls.Take(2).Select(c => c.Prompt).ShouldBe(["localise-files", "localise"]);
        model.Calls[0].Last.ShouldContain("lib/part7.py");
        model.Calls[0].Last.ShouldNotContain("\ntests/test_shop.py\n");
        Samples(model).First().Last.ShouldContain(Bench.Code);
        model.Calls.ShouldAllBe(c => c.Last.Length < 100_000);
    }

    [Fact]
    public async Task A_place_that_cannot_be_read_does_not_stop_the_samples()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(asked => asked.Prompt == "localise" ? "line four" : Bench.Right);

        (await bench.SearchAsync(model, "agentless", Cancellation)).Candidates.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task At_the_deadline_the_samples_that_came_are_tried()
    {
        using var time = new StoppableTime();
        var bench = await new Bench { Time = time }.PrepareAsync();
        var model = new ScriptedModel(async asked =>
        {
            switch (asked.Context.FirstCall)
            {
                case 1:
                    return ScriptedModel.Says(Bench.Place);
                case 9:
                    return ScriptedModel.Says(Bench.Right);
                case 17:
                    return await new TaskCompletionSource<ChatResponse>().Task;
                default:
                    // Past the time for calls, and before the deadline.
                    time.Advance(TimeSpan.FromMinutes(4.5));
                    return await new TaskCompletionSource<ChatResponse>().Task;
            }
        });

        var report = await bench.SearchAsync(model, "agentless", Cancellation);

        report.Candidates.ShouldHaveSingleItem().Score.ShouldBe(1);
    }

    [Fact]
    public async Task Line_ends_and_marks_in_a_reply_do_not_get_into_the_file()
    {
        var bench = new Bench();
        bench.Files["shop.py"] = "\ufeff" + Bench.Code.Replace("\n", "\r\n", StringComparison.Ordinal);
        await bench.PrepareAsync();
        var model = Bench.Model(asked => asked.Context.FirstCall == 9 ? Bench.Right : "\ufeff" + Bench.Right.Replace("\n", "\r\n", StringComparison.Ordinal));

        var report = await bench.SearchAsync(model, "agentless", Cancellation);

        var candidate = report.Candidates.ShouldHaveSingleItem();
        candidate.Score.ShouldBe(1);
        candidate.Patch.Edits.ShouldHaveSingleItem().Replacement.ShouldBe("+");
    }

    private static IEnumerable<Asked> Samples(ScriptedModel model) =>
        model.Calls.Where(c => c.Context.Prompt.StartsWith("sample-edits@", StringComparison.Ordinal)).OrderBy(c => c.Context.FirstCall);
}
