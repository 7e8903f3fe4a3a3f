using System.Globalization;
using SelfHealing.Admission;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Clusters;

/// <summary>The cluster as a table: the database, the gateway and every silo, the queue, how to submit, and what happened last.</summary>
internal sealed class ClusterView(ClusterSnapshot cluster, IReadOnlyList<Happening> latest, CommandHints hints, DateTimeOffset now, int frame) : Renderable
{
    private const int NameWidth = 11;
    private const int AddressWidth = 24;
    private const int CpuWidth = 9;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var width = Math.Min(maxWidth, 140);
        return [.. Rows(options.Unicode, width).SelectMany(row => row.Render(width))];
    }

    private IEnumerable<Row> Rows(bool unicode, int width)
    {
        yield return new Row()
            .Add("selfheal up", Palette.Strong)
            .Add($"  {Figures.Count(cluster.Desired, "silo")}{Range(unicode)}", Palette.Quiet)
            .Right(Figures.Duration(cluster.Uptime), Palette.Quiet);
        yield return new Row();
        yield return Named("database", cluster.Database is null ? ProcessState.Starting : ProcessState.Ready, unicode).Add(cluster.Database ?? "being looked for", Palette.Quiet);
        if (cluster.Gateway is { } gateway)
        {
            yield return Line(gateway, gateway.State == ProcessState.Ready ? "takes incidents over HTTP" : null, null, unicode, width);
        }

        foreach (var silo in cluster.Silos)
        {
            yield return Line(silo, Work(silo), cluster.ReportOf(silo), unicode, width);
        }

        yield return new Row();
        yield return new Row().Column("    queue", NameWidth + 4, Palette.Strong).Add(Queue(), Palette.Plain);
        if (cluster.Gateway is { State: ProcessState.Ready } open)
        {
            yield return new Row().Column("    submit", NameWidth + 4, Palette.Strong).Add(hints.Line("repair --repo PATH --test COMMAND"), Palette.Good);
            yield return new Row().Column("", NameWidth + 4).Add($"or over HTTP at {open.Address}", Palette.Quiet);
        }

        if (latest.Count > 0)
        {
            yield return new Row();
        }

        foreach (var happening in latest)
        {
            yield return new Row()
                .Add($"    {happening.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  ", Palette.Quiet)
                .Add(SafeText.Line(happening.Text, 300), happening.State is ProcessState.Waiting or ProcessState.Unwell ? Palette.Careful : Palette.Quiet);
        }

        yield return new Row();
        yield return new Row().Add("    Ctrl+C stops everything in good order.", Palette.Quiet);
    }

    private string Range(bool unicode) =>
        cluster.Rules.Min == cluster.Rules.Max ? "" : $" of {cluster.Rules.Min}{(unicode ? "–" : "-")}{cluster.Rules.Max}";

    private string Queue() => cluster.Report switch
    {
        null => "nobody tells yet",
        { Queued: 0, Running: 0, Places: var places } => $"empty, {Figures.Count(places, "place")} free",
        { OldestQueuedAt: { } oldest } report => $"{Load(report)}; the oldest has waited for {Figures.Duration(now - oldest)}",
        var report => Load(report),
    };

    private static string Load(AdmissionReport report) =>
        $"{Figures.Number(report.Queued)} waiting, {Figures.Number(report.Running)} running on {Figures.Count(report.Places, "place")}";

    private string? Work(ProcessSnapshot silo) => (silo.State, cluster.ReportOf(silo)) switch
    {
        (ProcessState.Ready, { Unfit: { } unfit }) => unfit,
        (ProcessState.Ready, { Places: var places }) => $"{Figures.Count(places, "place")} for incidents",
        _ => null,
    };

    private Row Line(ProcessSnapshot process, string? work, SiloReport? report, bool unicode, int width)
    {
        var isUnfit = report?.Unfit is not null && process.State == ProcessState.Ready;
        var row = Named(process.Name, isUnfit ? ProcessState.Unwell : process.State, unicode);
        if (process.State is ProcessState.Ready && !isUnfit && width >= 100)
        {
            row.Column(process.Address.ToString().TrimEnd('/'), AddressWidth, Palette.Quiet);
            row.Column(report is null ? "" : $"cpu {report.CpuShare * 100:0}%", CpuWidth, Palette.Quiet);
        }

        row.Add(SafeText.Line(work ?? Words(process), 300), process.State is ProcessState.Waiting or ProcessState.Unwell || isUnfit ? Palette.Careful : Palette.Plain);
        if (process.Deaths > 0)
        {
            row.Add($"  died {(process.Deaths == 1 ? "once" : $"{process.Deaths} times")}", Palette.Careful);
        }

        return row.Right(process.ProcessId is { } id ? $"pid {id}  {Figures.Duration(process.For)}" : "", Palette.Quiet);
    }

    private static string Words(ProcessSnapshot process) => process.State switch
    {
        ProcessState.Starting => process.Health is { } health ? $"starting: {health}" : "starting",
        ProcessState.Ready => "ready",
        ProcessState.Unwell => process.Health ?? "not ready",
        ProcessState.Waiting => process.Health ?? "about to be started",
        ProcessState.Stopping => "stopping",
        _ => "stopped",
    };

    private Row Named(string name, ProcessState state, bool unicode)
    {
        var (sign, style) = state switch
        {
            ProcessState.Ready => Palette.Sign(StageState.Done, frame, unicode),
            ProcessState.Starting or ProcessState.Stopping => Palette.Sign(StageState.Running, frame, unicode),
            ProcessState.Unwell or ProcessState.Waiting => (unicode ? "✗" : "x", Palette.Careful),
            _ => Palette.Sign(StageState.Waiting, frame, unicode),
        };
        return new Row().Add($"  {sign} ", style).Column(name, NameWidth, Palette.Strong);
    }
}
