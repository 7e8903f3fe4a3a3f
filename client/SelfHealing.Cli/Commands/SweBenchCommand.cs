using System.CommandLine;
using SelfHealing.Cli.Bench.SweBench;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal bench swe-bench</c>.</summary>
internal static class SweBenchCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var dataset = new Option<string>("--dataset") { Description = "SWE-bench's instances, one JSON document a line.", HelpName = "FILE.jsonl", Required = true };
        Shared.RefuseEmpty(dataset);
        var predictions = File("--out", "File that receives the predictions in the official format.", "predictions.jsonl");
        var grade = File("--grade-only", "Grade these predictions and repair nothing.", "predictions.jsonl");
        var repositories = File("--repos", "Folder with clones, owner__name or owner/name; without it, they are fetched from GitHub.", "DIR");
        var image = new Option<string>("--image") { Description = "Image of an instance: {id} as the official images write it, {instance} plain, or builtin.", HelpName = "TEMPLATE", DefaultValueFactory = _ => SweImages.Official };
        var images = File("--images", "JSON object of prepared images by instance id, owner/name@version, owner/name or *.", "FILE");
        var commands = File("--test-commands", "JSON object of test commands, named alike; {tests} stands for test files.", "FILE");
        var hints = new Option<bool>("--hints") { Description = "Show the repair the comments on the issue too." };
        var cost = Shared.Limit<decimal>(
            "--max-cost", "DOLLARS", "Most US dollars that one instance may spend on chat models, instead of the configured limit.", "an amount of US dollars, for instance 2.50", n => n is >= 0 and <= 1_000_000);
        var options = new BenchCommandOptions(timeLimit: 1800);
        var command = new Command("swe-bench", "SWE-bench: the repair sees the revision and the issue, hidden tests grade.")
        {
            dataset, predictions, grade, repositories, image, images, commands, hints, cost,
        };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(predictions) is null == result.GetValue(grade) is null)
            {
                result.AddError("Name the file for the predictions with --out, or predictions to grade with --grade-only; one of the two.");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var swe = new SweOptions(
                parsed.GetValue(predictions) ?? "",
                parsed.GetValue(repositories),
                new SweImages(parsed.GetValue(image)!, NamedTexts.Read(parsed.GetValue(images), "--images")),
                new SweCommands(NamedTexts.Read(parsed.GetValue(commands), "--test-commands")),
                parsed.GetValue(hints),
                parsed.GetValue(cost),
                parsed.GetValue(grade));
            var benchmark = new SweBenchmark(new SweDataset(parsed.GetValue(dataset)!), swe);
            return new SweRun(surroundings, data.In(parsed), benchmark, options.In(parsed), swe).RunAsync(cancellationToken);
        });
        return command.WithExamples(
            "selfheal bench swe-bench --dataset verified.jsonl --out predictions.jsonl --only django__django-11099",
            "selfheal bench swe-bench --dataset verified.jsonl --grade-only predictions.jsonl --repos ~/clones --images images.json");
    }

    private static Option<string?> File(string name, string description, string help)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } value && string.IsNullOrWhiteSpace(value))
            {
                result.AddError($"{name} must not be empty.");
            }
        });
        return option;
    }
}
