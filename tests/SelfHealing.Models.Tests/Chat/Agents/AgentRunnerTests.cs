using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat.Agents;

namespace SelfHealing.Models.Tests.Chat.Agents;

public sealed class AgentRunnerTests
{
    private const string Json = """{"root_cause": "off by one", "affected_files": ["a.py"], "fix_strategy": "count from 0"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Json)]
    [InlineData("```json\n" + Json + "\n```")]
    [InlineData("Here is what I found {in short}:\n\n" + Json + "\n\nGood luck!")]
    [InlineData("\ufeff" + Json)]
    [InlineData("""{"root_cause": "off by one", "affected_files": ["a.py",], "fix_strategy": "count from 0", "confidence": 0.3, "more": {"x": [1]}}""")]
    public async Task An_answer_is_read_whatever_is_around_it_or_in_it_besides(string reply)
    {
        var model = ScriptedModel.InTurn(ScriptedModel.Says(reply));

        var cause = await AskAsync(model);

        cause.RootCause.ShouldBe("off by one");
        cause.AffectedFiles.ShouldBe(["a.py"]);
        model.Calls.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("The loop starts at 1, so the first item is lost.", "it holds no JSON object.")]
    [InlineData("""{"root_cause": "off by one", "affected""", "it is not the JSON that was asked for")]
    [InlineData("""{"root_cause": 7, "affected_files": ["a.py"], "fix_strategy": "x"}""", "it is not the JSON that was asked for (at $.root_cause).")]
    [InlineData("""{"root_cause": "x", "affected_files": "a.py", "fix_strategy": "x"}""", "it is not the JSON that was asked for (at $.affected_files).")]
    [InlineData("""{"root_cause": "x", "fix_strategy": "x"}""", "it is not the JSON that was asked for")]
    [InlineData("""{"root_cause": " ", "affected_files": [], "fix_strategy": ""}""", "must not be empty")]
    public async Task An_answer_of_another_form_is_asked_for_once_more_with_what_is_wrong(string reply, string problem)
    {
        var model = ScriptedModel.InTurn(ScriptedModel.Says(reply), ScriptedModel.Says(Json));

        (await AskAsync(model)).FixStrategy.ShouldBe("count from 0");

        model.Calls.Count.ShouldBe(2);
        model.Calls[1].Last.ShouldContain(problem);
        model.Calls[1].Messages.Select(m => m.Role).ShouldBe([ChatRole.User, ChatRole.Assistant, ChatRole.User]);
        model.Calls[1].System.ShouldBe(model.Calls[0].System);
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_is_asked_for_again_shorter()
    {
        var model = ScriptedModel.InTurn(ScriptedModel.Truncated(Json[..40]), ScriptedModel.Says(Json));

        await AskAsync(model);

        model.Calls[1].Last.ShouldContain("too long");
    }

    [Fact]
    public async Task A_second_wrong_answer_is_a_fault_that_names_the_model()
    {
        var model = ScriptedModel.InTurn(ScriptedModel.Says("no"), ScriptedModel.Says("still no"));

        var fault = await Should.ThrowAsync<ModelException>(() => AskAsync(model));

        fault.Fault.ShouldBe(ModelFault.Malformed);
        fault.Message.ShouldBe("The model 'gpt' did not answer in the asked form, not even when it was asked again: it holds no JSON object.");
    }

    [Fact]
    public async Task Empty_refused_and_tool_calling_replies_are_faults_at_once()
    {
        ChatResponse[] replies =
        [
            ScriptedModel.Says(""),
            new(new ChatMessage(ChatRole.Assistant, "I can't.")) { FinishReason = ChatFinishReason.ContentFilter },
            new(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "rm")])),
        ];
        List<ModelFault> faults = [];
        foreach (var reply in replies)
        {
            var model = ScriptedModel.InTurn(reply);
            faults.Add((await Should.ThrowAsync<ModelException>(() => AskAsync(model))).Fault);
            model.Calls.ShouldHaveSingleItem();
        }

        faults.ShouldBe([ModelFault.Malformed, ModelFault.Refused, ModelFault.Malformed]);
    }

    [Fact]
    public async Task A_fault_of_the_model_passes_as_it_is()
    {
        var limited = new ModelException(ModelFault.RateLimited, "gpt was rate limited.");

        (await Should.ThrowAsync<ModelException>(() => AskAsync(new ScriptedModel(_ => Task.FromException<ChatResponse>(limited))))).ShouldBeSameAs(limited);
    }

    [Fact]
    public async Task Calls_have_their_own_numbers_and_the_name_of_their_prompt()
    {
        var model = new ScriptedModel(_ => Json);
        var numbers = CallNumbers.OfStep();
        var branch = numbers.Branch(8);

        await AskAsync(model, numbers);
        await AskAsync(model, branch);

        model.Calls.Select(c => c.Context.FirstCall).ShouldBe([9, 1]);
        model.Calls.ShouldAllBe(c => c.Context.Prompt.StartsWith("root-cause@") && c.Context.Agent == "planner" && c.Context.Nonce.Length == 16);
        model.Calls.ShouldAllBe(c => c.Context.Incident == "inc-1" && c.Context.Tenant == "acme" && c.Context.Step == "plan-1");
    }

    [Fact]
    public async Task Agents_have_no_tools_and_their_own_temperature()
    {
        var model = new ScriptedModel(_ => Json);
        var runner = new AgentRunner(model, new Assignment("inc-1", "acme", "plan-1"), CallNumbers.OfStep(), temperature: 0.8);

        await runner.AskAsync(Prompt(), RootCause, Cancellation);

        var options = model.Calls.ShouldHaveSingleItem().Options.ShouldNotBeNull();
        (options.Tools ?? []).ShouldBeEmpty();
        options.Temperature.ShouldBe(0.8f);
    }

    [Theory]
    [InlineData("```python\nassert f(1) == 2\n```", "assert f(1) == 2\n")]
    [InlineData("Here it is:\r\n```\r\nx = 1\r\n```\r\nDone.", "x = 1\n")]
    [InlineData("~~~py\nx = 1\n~~~", "x = 1\n")]
    public void A_script_is_what_stands_in_the_fence(string reply, string script) => CodeReply.Script(reply).Value.ShouldBe(script);

    [Theory]
    [InlineData("")]
    [InlineData("I cannot write a test for that.")]
    [InlineData("```python\nx = 1")]
    [InlineData("```\n```")]
    public void No_fence_is_no_script(string reply) => CodeReply.Script(reply).Problem.ShouldNotBeNull();

    private static Task<SelfHealing.Models.Chat.Roles.RootCauseAnswer> AskAsync(ScriptedModel model, CallNumbers? numbers = null) =>
        new AgentRunner(model, new Assignment("inc-1", "acme", "plan-1"), numbers ?? CallNumbers.OfStep()).AskAsync(Prompt(), RootCause, Cancellation);

    private static Reading<SelfHealing.Models.Chat.Roles.RootCauseAnswer> RootCause(string reply) => SelfHealing.Models.Chat.Roles.RootCauseAnswer.Read(reply);

    private static Prompt Prompt() => PromptLibrary.Of("root-cause").Render(PromptSamples.Values());
}
