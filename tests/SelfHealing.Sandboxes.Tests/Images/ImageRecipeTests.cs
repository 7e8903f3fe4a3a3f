namespace SelfHealing.Sandboxes.Images;

public sealed class ImageRecipeTests
{
    [Fact]
    public void A_changed_recipe_is_another_image()
    {
        var recipe = ImageRecipe.Python;

        recipe.Reference.ShouldMatch("^selfheal/python:[0-9a-f]{12}$");
        (recipe with { Packages = [.. recipe.Packages, "python3-yaml"] }).Tag.ShouldNotBe(recipe.Tag);
        (recipe with { Suite = "trixie" }).Tag.ShouldNotBe(recipe.Tag);
    }
}
