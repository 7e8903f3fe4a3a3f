namespace SelfHealing.Scenarios.Deployment;

/// <summary>One command applies all of it, and nothing else.</summary>
public sealed class KustomizationTests
{
    // The first is the list itself, the second would overwrite real secrets, the third is for another program.
    private static readonly string[] NotApplied = ["kustomization.yaml", "secrets.example.yaml", "prometheus-adapter.yaml"];

    [Fact]
    public void It_lists_every_file_of_the_folder() =>
        Manifest.Resources.Concat(NotApplied).ShouldBe(Directory.EnumerateFiles(Manifest.At("")).Select(Path.GetFileName), ignoreOrder: true);

    [Fact]
    public void No_two_objects_of_a_kind_have_the_same_name() =>
        Manifest.All.GroupBy(manifest => (manifest.Kind, manifest.Name)).Where(group => group.Count() > 1).ShouldBeEmpty();

    [Fact]
    public void Everything_goes_into_the_one_namespace_that_it_makes()
    {
        var name = Manifest.OfKind("Namespace").ShouldHaveSingleItem().Name;

        ((string)Manifest.Kustomization["namespace"]!).ShouldBe(name);
        Manifest.All.Where(manifest => manifest.IsExample).ShouldAllBe(secret => (string)secret.Document["metadata"]!["namespace"]! == name);
    }

    [Fact]
    public void Silo_and_gateway_run_the_same_image_whose_place_is_named_once()
    {
        var named = Manifest.Kustomization["images"]!.AsArray().ShouldHaveSingleItem()!;

        Manifest.OfKind("Deployment").Count().ShouldBe(2);
        Manifest.OfKind("Deployment").ShouldAllBe(deployment => (string)deployment.Ours["image"]! == (string)named["name"]!);
        ((string)named["newTag"]!).ShouldNotBe("latest");
    }

    [Fact]
    public void An_image_of_somebody_else_has_a_tag_of_a_version() =>
        (from deployment in Manifest.OfKind("Deployment")
         from container in deployment.Containers
         where container != deployment.Ours
         select (string)container["image"]!).ShouldAllBe(image => image.Contains(':', StringComparison.Ordinal) && char.IsAsciiDigit(image[image.IndexOf(':', StringComparison.Ordinal) + 1]));
}
