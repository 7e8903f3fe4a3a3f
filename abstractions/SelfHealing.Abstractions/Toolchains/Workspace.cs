namespace SelfHealing.Toolchains;

/// <summary>All that a toolchain needs to run one revision in the sandbox.</summary>
/// <param name="Incident">The incident's id, used as a label of its containers.</param>
/// <param name="Commit">The revision's full commit id.</param>
/// <param name="Archive">Artifact with the revision's files as an uncompressed tar, without git metadata.</param>
/// <param name="Image">The sandbox image, set-up included.</param>
/// <param name="TestCommand">Shell command that runs the tests.</param>
/// <param name="Subdirectory">Folder in which it runs; empty for the root.</param>
[GenerateSerializer, Immutable, Alias("Workspace")]
public sealed record Workspace(string Incident, string Commit, string Archive, string Image, string TestCommand, string Subdirectory);
