using SelfHealing.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Models;

/// <summary>A model that can write a test which fails because of the incident's fault.</summary>
public interface ITestWriterModel
{
    /// <summary>The configured name of the model.</summary>
    string Name { get; }

    /// <summary>A script that ends with exit code 0 once the fault is repaired and with another before, as far as the model can tell.</summary>
    /// <exception cref="ModelException">Nothing usable came; the writer abstains.</exception>
    Task<ReproductionTest> WriteTestAsync(TestWritingTask task, CancellationToken cancellationToken);
}
