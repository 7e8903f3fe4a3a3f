namespace SelfHealing.Repair.Engines;

/// <summary>How likely each operator is to be the one that a fix needs, relative to the commonest.</summary>
/// <remarks>
/// Started from the frequencies of ManySStuBs4J (Karampatsis and Sutton, 2020) and TSSB (Richter and Wehrheim, 2022): identifiers, callees,
/// numbers, arguments, conditions and binary operators lead. Lowered where many variants pass weak tests by accident (constant conditions,
/// insertions), then smoothed against the development half of HumanEvalFix; no number rests on a single task.
/// </remarks>
public static class OperatorPriors
{
    /// <summary>The prior of an operator that nobody measured.</summary>
    private const double Unknown = 0.05;

    private static readonly Dictionary<string, double> s_priors = new()
    {
        ["relational-operator"] = 1.0,
        ["operator-and-literal"] = 0.3,
        ["arithmetic-operator"] = 0.6,
        ["regroup"] = 0.2,
        ["logical-operator"] = 0.8,
        ["negation"] = 0.5,
        ["sign"] = 0.3,
        ["augmented-operator"] = 0.6,
        ["boolean-literal"] = 0.7,
        ["number-literal"] = 0.8,
        ["none-literal"] = 0.2,
        ["text-literal"] = 0.6,
        ["bound-step"] = 0.7,
        ["literal-everywhere"] = 0.4,
        ["exchanged-literals"] = 0.3,
        ["flipped-returns"] = 0.6,
        ["operand-swap"] = 0.6,
        ["operand-removal"] = 0.7,
        ["callee-replacement"] = 0.9,
        ["variable-replacement"] = 0.9,
        ["method-replacement"] = 0.9,
        ["attribute-replacement"] = 0.8,
        ["target-replacement"] = 0.6,
        ["target-and-operator"] = 0.3,
        ["swapped-targets"] = 0.5,
        ["wrap-call"] = 0.7,
        ["wrap-call-twice"] = 0.4,
        ["reversal"] = 0.3,
        ["inversion"] = 0.2,
        ["wrap-both-sides"] = 0.4,
        ["unwrap-call"] = 0.6,
        ["swapped-arguments"] = 0.7,
        ["swapped-elements"] = 0.7,
        ["argument-removal"] = 0.4,
        ["argument-addition"] = 0.6,
        ["argument-replacement"] = 0.4,
        ["call-idiom"] = 0.4,
        ["slice-extension"] = 0.4,
        ["slice-bounds"] = 0.4,
        ["slice-removal"] = 0.3,
        ["index-removal"] = 0.2,
        ["index-replacement"] = 0.4,
        ["swapped-indices"] = 0.5,
        ["arithmetic-extension"] = 0.3,
        ["element-removal"] = 0.4,
        ["element-addition"] = 0.3,
        ["element-replacement"] = 0.2,
        ["swapped-branches"] = 0.5,
        ["branch-removal"] = 0.2,
        ["filter-removal"] = 0.2,
        ["statement-deletion"] = 0.3,
        ["statements-deletion"] = 0.3,
        ["statement-swap"] = 0.3,
        ["statement-move"] = 0.2,
        ["statement-indent"] = 0.3,
        ["statement-dedent"] = 0.5,
        ["block-unwrapping"] = 0.15,
        ["swapped-returns"] = 0.5,
        ["return-value"] = 0.25,
        ["return-insertion"] = 0.5,
        ["yield-insertion"] = 0.2,
        ["jump-replacement"] = 0.3,
        ["unpacked-loop"] = 0.2,
        ["exception-replacement"] = 0.3,
        ["call-insertion"] = 0.4,
        ["step-insertion"] = 0.4,
        ["reset-insertion"] = 0.2,
        ["jump-insertion"] = 0.3,
        ["lookup"] = 0.3,
        ["keyword-replacement"] = 0.3,
        ["element-wrapping"] = 0.3,
        ["condition-negation"] = 0.3,
        ["none-guard"] = 0.4,
        ["conjunct-addition"] = 0.3,
        ["disjunct-addition"] = 0.3,
        ["condition-replacement"] = 0.2,
        ["constant-condition"] = 0.05,
        ["operand-dropped"] = 0.4,
        ["filter-addition"] = 0.2,
        ["early-exit"] = 0.2,
        ["guarded-statement"] = 0.2,
        ["else-addition"] = 0.3,
        ["expression-replacement"] = 0.4,
        ["literal-to-variable"] = 0.5,
        ["statement-insertion"] = 0.15,
        ["statement-replacement"] = 0.2,
    };

    /// <summary>Operators that have a prior of their own.</summary>
    public static IReadOnlyCollection<string> Names => s_priors.Keys;

    /// <summary>The operator's prior, above 0 and at most 1.</summary>
    public static double Of(string name) => s_priors.GetValueOrDefault(name, Unknown);
}
