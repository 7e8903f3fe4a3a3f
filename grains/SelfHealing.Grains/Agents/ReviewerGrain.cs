using System.Text;
using SelfHealing.Agents;
using SelfHealing.Repair.Patches;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Grains.Agents;

/// <summary>Reviews candidates with the built-in reviewer.</summary>
internal sealed class ReviewerGrain(IRepositories repositories) : Grain, IReviewerGrain
{
    // An incident's revision never changes, and many of its candidates touch the same file.
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private string Incident => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Review> ReviewAsync(string step, ReviewTask task, CancellationToken cancellationToken)
    {
        var files = new List<FileChange>();
        foreach (var path in task.Candidate.Patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal))
        {
            var before = await ReadAsync(path, cancellationToken);
            var after = PatchText.Apply(before, path, task.Candidate.Patch);
            files.Add(new FileChange(path, Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after)));
        }

        var tests = await FailingTestsAsync(task, cancellationToken);
        return BuiltInReviewer.Review(new ReviewInput(task.Candidate, files, tests, task.Report.Subdirectory)
        {
            Deciding = TestFiles.Deciding(task.Report.TestCommand, task.Baseline.FailToPass, task.Report.Subdirectory),
        });
    }

    public Task<string?> SelectAsync(string step, string model, SelectionTask task, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    private async Task<string> FailingTestsAsync(ReviewTask task, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var path in TestFiles.PathsOf(task.Baseline.FailToPass, task.Report.Subdirectory))
        {
            text.Append(Encoding.UTF8.GetString(await ReadAsync(path, cancellationToken)));
        }

        return text.ToString();
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken) =>
        _files.TryGetValue(path, out var known) ? known : _files[path] = await repositories.ReadFileAsync(Incident, path, cancellationToken) ?? [];
}
