namespace SelfHealing.Cli.Bench;

/// <summary>The scripts that judge in the sandbox, kept beside this class.</summary>
internal static class GradingScripts
{
    public static byte[] Read(string name)
    {
        using var resource = typeof(GradingScripts).Assembly.GetManifestResourceStream($"grading/{name}")
            ?? throw new InvalidOperationException($"The program lacks its resource grading/{name}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
