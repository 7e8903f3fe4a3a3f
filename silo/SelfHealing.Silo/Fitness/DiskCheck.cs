using Microsoft.Extensions.Options;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Fitness;

/// <summary>Clones and logs need room: a repair that begins on a full disk fails half-way.</summary>
internal sealed class DiskCheck(DataFolder folder, IOptions<FitnessOptions> options) : IFitnessCheck
{
    private const long Mebi = 1 << 20;

    /// <summary>Whether there is less room than the silo wants.</summary>
    public bool IsLow => Free < options.Value.FreeDiskMegabytes;

    private long Free => new DriveInfo(folder.Root).AvailableFreeSpace / Mebi;

    public Task<string?> WhyUnfitAsync(CancellationToken cancellationToken) => Task.FromResult(Why(Free));

    private string? Why(long free) => free >= options.Value.FreeDiskMegabytes
        ? null
        : $"The disk of the data folder {folder.Root} has {free} MiB free, and {options.Value.FreeDiskMegabytes} MiB are wanted. Make room there, or lower SelfHealing:Fitness:FreeDiskMegabytes.";
}
