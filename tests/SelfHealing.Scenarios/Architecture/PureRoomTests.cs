using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SelfHealing.Scenarios.Architecture;

/// <summary>The repair domain decides; it never looks, waits or writes. What its compiled code refers to shows it.</summary>
public sealed class PureRoomTests
{
    private static readonly string[] Worldly =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.FileStream",
        "System.Net.", "System.Diagnostics.Process", "System.Console", "System.Threading.Thread", "System.Threading.Timer",
        "System.Threading.Tasks.Task.Delay", "System.Environment", "System.DateTime.get_Now", "System.DateTime.get_UtcNow",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid", "System.Random.get_Shared", "Microsoft.Data.",
    ];

    [Theory]
    [InlineData("SelfHealing.Repair")]
    public void It_touches_neither_files_nor_network_nor_clock_nor_chance(string room) =>
        References(room).Where(used => Worldly.Any(w => used.StartsWith(w, StringComparison.Ordinal))).ShouldBeEmpty();

    [Theory]
    [InlineData("SelfHealing.Repair")]
    [InlineData("SelfHealing.Abstractions")]
    public void It_does_not_know_the_runtime_of_the_actors(string room) =>
        Assemblies(room).ShouldAllBe(name => name != "Orleans.Runtime" && name != "Orleans.Core" && !name.StartsWith("Orleans.Persistence", StringComparison.Ordinal));

    [Fact]
    public void The_actors_do_not_know_how_anything_is_stored_or_run()
    {
        var known = Assemblies("SelfHealing.Grains");

        known.ShouldNotContain("Microsoft.Data.Sqlite");
        known.ShouldAllBe(name => !name.StartsWith("Docker.", StringComparison.Ordinal));
    }

    private static List<string> Assemblies(string room) =>
        Read(room, metadata => metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList());

    private static List<string> References(string room) => Read(room, metadata =>
    {
        var types = metadata.TypeReferences.ToDictionary(handle => (EntityHandle)handle, handle =>
        {
            var type = metadata.GetTypeReference(handle);
            return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        });
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => types.ContainsKey(member.Parent))
            .Select(member => $"{types[member.Parent]}.{metadata.GetString(member.Name)}");

        // Environment.NewLine and the processor's own thread id say nothing about the world; compilers emit the latter for iterators.
        return types.Values.Where(type => type is not "System.Environment").Concat(members)
            .Where(used => used is not ("System.Environment.get_CurrentManagedThreadId" or "System.Environment.get_NewLine")).ToList();
    });

    private static T Read<T>(string room, Func<MetadataReader, T> read)
    {
        using var image = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{room}.dll")));
        return read(image.GetMetadataReader());
    }
}
