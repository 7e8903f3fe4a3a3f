using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Ensemble;
using SelfHealing.Memory;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Ensemble;

public sealed class ForegoneTests
{
    private static readonly string[] s_voters =
        ["a:agentic", "a:agentless", "b:agentless", "c:agentless", "d:agentic", "e:multi-agent", "f:agentless", "mutation", "templates"];

    [Fact]
    public void With_early_stop_the_winner_is_the_same_as_without_for_any_order_of_finishing()
    {
        var stopped = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var panel = new Panel(seed);
            for (var finished = 1; finished < panel.Order.Length; finished++)
            {
                var known = panel.After(finished, withSignals: false);
                var searching = panel.Order[finished..];
                if (Foregone.Leader(known, searching, panel.HasTests, panel.Passing, panel.Threshold) is not { } leader)
                {
                    continue;
                }

                stopped++;
                var early = Elections.Elect(panel.After(finished, withSignals: true));
                var late = Elections.Elect(panel.After(panel.Order.Length, withSignals: true));
                panel.Program(early.Winner).ShouldBe(leader.NormalForm);
                panel.Program(late.Winner).ShouldBe(leader.NormalForm);
                (early.Confidence >= panel.Threshold).ShouldBe(late.Confidence >= panel.Threshold);
                return;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        stopped.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Once_the_outcome_is_certain_it_stays_certain() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var panel = new Panel(seed);
            string? certain = null;
            for (var finished = 1; finished < panel.Order.Length; finished++)
            {
                var leader = Foregone.Leader(panel.After(finished, withSignals: false), [.. panel.Order.Skip(finished)], panel.HasTests, panel.Passing, panel.Threshold);
                (certain is null || leader?.NormalForm == certain).ShouldBeTrue();
                certain = leader?.NormalForm ?? certain;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void A_straggler_is_not_waited_for_when_the_others_agree()
    {
        var agreeing = new[] { "a", "b", "c", "d" }.Select(m => Chat($"{m}:agentless", "same")).ToArray();
        Foregone.Leader(Elections.Of(agreeing), ["e:agentless"], testsMayCome: false, [], threshold: null).ShouldNotBeNull();
        Foregone.Leader(Elections.Of(agreeing), ["e:agentless", "f:agentless", "g:agentless"], testsMayCome: false, [], threshold: null).ShouldBeNull();
        Foregone.Leader(Elections.Of(agreeing), ["e:agentless"], testsMayCome: true, [], threshold: null).ShouldBeNull();
        Foregone.Leader(Elections.Of(agreeing), ["e:agentless"], testsMayCome: true, [agreeing[0].Id], threshold: null).ShouldNotBeNull();
    }

    [Fact]
    public void An_engine_that_still_searches_may_make_every_other_engines_score_small()
    {
        var agreeing = new[] { "mutation", "templates", "conditions", "ingredients" }.Select(v => Elections.Candidate(v, program: "same")).ToArray();
        Foregone.Leader(Elections.Of(agreeing), ["lessons"], testsMayCome: false, [], threshold: null).ShouldBeNull();
    }

    private static Candidate Chat(string voter, string program, int rank = 1, double score = 1, double size = 1) =>
        Elections.Candidate(voter, rank, program, score, size) with { Origin = CandidateOrigin.Chat };

    /// <summary>A drawn panel whose voters finish in a drawn order, most of them agreeing so that much is certain early.</summary>
    private sealed class Panel
    {
        private readonly List<Candidate> _all = [];
        private readonly Dictionary<string, Review> _reviews = [];
        private readonly Dictionary<string, VoterRecord> _records;
        private readonly Dictionary<string, int> _behaviours;
        private readonly Dictionary<int, double> _faults;
        private readonly List<string> _passing;
        private readonly List<string> _choices;
        private readonly int _tests;

        public Panel(int seed)
        {
            var random = new Random(seed);
            string[] voters = [.. s_voters.Take(4 + random.Next(s_voters.Length - 3))];
            random.Shuffle(voters);
            Order = voters;
            var agreement = random.Next(2) == 0 ? 1 : random.NextDouble();
            foreach (var voter in voters)
            {
                for (var rank = 1; rank <= (random.Next(2) == 0 ? 1 : 3); rank++)
                {
                    var program = rank == 1 && random.NextDouble() < agreement ? "p0" : $"p{random.Next(6)}";
                    var candidate = voter.Contains(':', StringComparison.Ordinal)
                        ? Chat(voter, program, rank, random.Next(1, 5) / 4.0, 1 + random.Next(30))
                        : Elections.Candidate(voter, rank, program, random.NextDouble() * 3, 1 + random.Next(3));
                    _all.Add(candidate);
                    _reviews[candidate.Id] = new Review(Allowed: random.Next(20) > 0, [], random.Next(5) > 0 ? 1 : random.NextDouble());
                }
            }

            _records = voters.Where(_ => random.Next(2) == 0).ToDictionary(v => v, _ => new VoterRecord(2 + random.Next(20), 2 + random.Next(20)));
            _behaviours = Enumerable.Range(0, 6).ToDictionary(p => $"p{p}", _ => random.Next(4));
            _faults = Enumerable.Range(0, 4).ToDictionary(b => b, _ => random.Next(3) / 2.0);
            _tests = random.Next(3) == 0 ? 1 + random.Next(2) : 0;
            _passing = [.. Enumerable.Range(0, 6).Where(_ => random.Next(2) == 0).Select(p => $"p{p}")];
            _choices = random.Next(3) == 0 ? [.. Enumerable.Range(0, 3).Select(_ => $"p{random.Next(6)}")] : [];
            PassingTests = random.Next(20);
            Threshold = random.Next(3) switch { 0 => 1.1, 1 => 0.9, _ => 0.3 };
        }

        public string[] Order { get; }

        public double Threshold { get; }

        public bool HasTests => _tests > 0;

        /// <summary>Candidates that pass every test.</summary>
        public IReadOnlyList<string> Passing => [.. _all.Where(c => _tests == 1 && _passing.Contains(c.NormalForm)).Select(c => c.Id)];

        private int PassingTests { get; }

        public string? Program(string? id) => _all.FirstOrDefault(c => c.Id == id)?.NormalForm;

        public VoteInput After(int finished, bool withSignals)
        {
            List<Candidate> known = [.. _all.Where(c => Order.Take(finished).Contains(c.Voter))];
            var input = new VoteInput
            {
                Candidates = known,
                Reviews = known.ToDictionary(c => c.Id, c => _reviews[c.Id]),
                Records = _records,
                Selectors = _choices.Count,
                Rules = EnsembleRules.Default,
                FailingTests = 2,
                PassingTests = PassingTests,
            };
            return withSignals ? WithSignals(input, known) : input;
        }

        private VoteInput WithSignals(VoteInput input, List<Candidate> known) => input with
        {
            Behaviour = new BehaviourReport(
                [.. known.GroupBy(c => _behaviours[c.NormalForm]).Select(g => new BehaviourCluster([.. g.Select(c => c.Id)], _faults[g.Key], 0.5))], 10, "f(1)"),
            Signals = [.. Enumerable.Range(0, _tests).Select(t => new TestSignal(
                $"t{t}", FailsOnBase: true,
                [.. known.Where(c => _passing.Contains(c.NormalForm) ^ (t == 1)).Select(c => c.Id)],
                [.. known.Where(c => !_passing.Contains(c.NormalForm) ^ (t == 1)).Select(c => c.Id)]))],
            Selections = _choices.Select((program, i) => ($"s{i}", known.FirstOrDefault(c => c.NormalForm == program)?.Id)).ToDictionary(s => s.Item1, s => s.Id),
        };
    }
}
