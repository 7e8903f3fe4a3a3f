using SelfHealing.Cli.Bench.SweBench;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Bench.SweBench;

public sealed class PredictionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "predictions.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_has_the_official_fields_and_its_patch_survives()
    {
        new PredictionFile(File).Put(new Prediction("a__b-1", "selfheal", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-é \"1\"\n+2\t\\\n"));

        var line = System.IO.File.ReadAllLines(File).ShouldHaveSingleItem();
        using var document = System.Text.Json.JsonDocument.Parse(line);
        document.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["instance_id", "model_name_or_path", "model_patch"]);
        document.RootElement.GetProperty("model_patch").GetString()!.ShouldContain("-é \"1\"\n+2\t\\\n");
    }

    [Fact]
    public void A_line_that_a_kill_cut_short_is_mended_and_nothing_is_there_twice()
    {
        var file = new PredictionFile(File);
        file.Put(new Prediction("a", "m", "1"));
        System.IO.File.AppendAllText(File, "{\"instance_id\":\"b\",\"mod");
        file.Put(new Prediction("b", "m", "2"));
        file.Put(new Prediction("b", "m", "2"));
        file.Put(new Prediction("a", "m", "3"));

        System.IO.File.ReadAllLines(File).Length.ShouldBe(2);
        file.ReadStrictly().Values.Select(p => (p.Instance, p.Patch)).ShouldBe([("b", "2"), ("a", "3")], ignoreOrder: true);
    }

    [Fact]
    public void A_line_that_is_no_prediction_is_named_by_its_number()
    {
        System.IO.File.WriteAllText(File, "{\"instance_id\":\"a\",\"model_name_or_path\":\"m\",\"model_patch\":null}\n{\"id\":1}\n");

        Should.Throw<CliException>(() => new PredictionFile(File).ReadStrictly()).Message.ShouldContain("Line 2");
    }
}
