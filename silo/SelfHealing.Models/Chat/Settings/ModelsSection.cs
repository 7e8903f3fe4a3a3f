using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SelfHealing.Models.Chat.Vendors;
using SelfHealing.Repair.Engines;
using SelfHealing.Repair.Ensemble;

namespace SelfHealing.Models.Chat.Settings;

/// <summary>Reads the section <c>SelfHealing:Models</c> and says all that is wrong with it at once. Values are never repeated: one might be a key.</summary>
internal static partial class ModelsSection
{
    /// <summary>What a model may do.</summary>
    public static readonly IReadOnlyList<string> Roles = ["planner", "coder", "reviewer", "tester", "selector"];

    /// <summary>How a coder may work.</summary>
    public static readonly IReadOnlyList<string> Strategies = ["multi-agent", "agentless", "agentic"];

    private static readonly PropertyInfo[] s_properties = typeof(ModelOptions).GetProperties();

    private static readonly string[] s_secretProperties = ["Key", "ApiKey", "Api_Key", "Secret", "Token", "AuthToken", "Password", "Credential"];

    /// <summary>The models of a section, and its problems.</summary>
    public static ConfiguredModels Read(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var models = new Dictionary<string, ModelOptions>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var model in section.GetChildren())
        {
            if (NameProblem(model.Key) is { } problem)
            {
                problems.Add(problem);
                continue;
            }

            models[model.Key] = Read(model, problems);
        }

        return new ConfiguredModels { Models = models, Problems = problems };
    }

    private static string? NameProblem(string name) =>
        !NameForm().IsMatch(name) ? $"SelfHealing:Models:{name} is no name for a model. Use small letters, digits, '.', '_' and '-', beginning with a letter or digit."
        : name == VoterNames.Fusion || BuiltInEngines.All.Any(engine => engine.Name == name) ? $"SelfHealing:Models:{name} has the name of a built-in engine. Choose another name."
        : null;

    private static ModelOptions Read(IConfigurationSection section, List<string> problems)
    {
        var options = new ModelOptions();
        var before = problems.Count;
        foreach (var setting in section.GetChildren())
        {
            if (s_secretProperties.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                problems.Add(
                    $"{setting.Path} puts a key into the configuration, where logs and copies would spread it. Remove it, renew the key, and name the "
                    + $"environment variable that holds it with {section.Path}:KeyVariable, or the file with {section.Path}:KeyFile.");
            }
            else if (Array.Find(s_properties, p => p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
            {
                Bind(setting, property, options, problems);
            }
            else
            {
                problems.Add($"{setting.Path} is unknown. A model has: {string.Join(", ", s_properties.Select(p => p.Name))}.");
            }
        }

        if (problems.Count == before)
        {
            problems.AddRange(Problems(section.Path, options));
        }

        return options;
    }

    private static void Bind(IConfigurationSection setting, PropertyInfo property, ModelOptions options, List<string> problems)
    {
        if (property.GetValue(options) is IList<string> list)
        {
            // A list may also be written as one line, which is easier in an environment variable.
            foreach (var item in setting.Value?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? setting.GetChildren().Select(c => c.Value ?? ""))
            {
                list.Add(item.Trim());
            }

            return;
        }

        try
        {
            if (setting.GetChildren().Any())
            {
                problems.Add($"{setting.Path} has further settings below it, and should be {Kind(property.PropertyType)}.");
            }
            else if (setting.Value is { Length: > 0 })
            {
                property.SetValue(options, setting.Get(property.PropertyType));
            }
        }
        catch (InvalidOperationException)
        {
            problems.Add($"{setting.Path} is not {Kind(property.PropertyType)}.");
        }
    }

    private static IEnumerable<string> Problems(string path, ModelOptions options)
    {
        var vendor = VendorList.Find(options.Provider);
        if (vendor is null)
        {
            yield return $"{path}:Provider is {(options.Provider.Length == 0 ? "missing" : $"'{options.Provider}', which is unknown")}. It is one of: {string.Join(", ", VendorList.All.Select(v => v.Name))}.";
        }
        else
        {
            options.Provider = vendor.Name;
            if (options.Endpoint is null && vendor.DefaultEndpoint is null)
            {
                yield return $"{path}:Endpoint is missing. It is the address of your resource, for instance https://example.openai.azure.com/.";
            }
        }

        if (vendor is AnthropicVendor && options.Temperature is not null)
        {
            yield return $"{path}:Temperature has no meaning: the interface of anthropic does not take one any more. Leave it out.";
        }

        if (options.Model.Length == 0)
        {
            yield return $"{path}:Model is missing. It is the vendor's name of the model.";
        }

        if (options.Endpoint is { } endpoint && (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https") || endpoint.Host.Length == 0))
        {
            yield return $"{path}:Endpoint is not an absolute http or https address.";
        }
        else if (options.Endpoint is { UserInfo.Length: > 0 })
        {
            yield return $"{path}:Endpoint has a user or password in it. Remove them, and name the key's place with KeyVariable or KeyFile.";
        }

        foreach (var problem in Unknown(path, nameof(ModelOptions.Roles), options.Roles, Roles).Concat(Unknown(path, nameof(ModelOptions.Strategies), options.Strategies, Strategies)))
        {
            yield return problem;
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results.Where(r => !r.MemberNames.Any(m => m is nameof(ModelOptions.Provider) or nameof(ModelOptions.Model))))
        {
            yield return $"{path}:{result.MemberNames.FirstOrDefault()} is out of its range. {result.ErrorMessage}";
        }
    }

    private static IEnumerable<string> Unknown(string path, string property, IEnumerable<string> named, IReadOnlyList<string> known) =>
        named.Where(word => !known.Contains(word)).Select(word => $"{path}:{property} names '{word}', which is unknown. Known are: {string.Join(", ", known)}.");

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(TimeSpan) => "a time such as 00:03:00",
        var t when t == typeof(Uri) => "an absolute http or https address",
        var t when t == typeof(string) => "a text",
        var t when t == typeof(int) => "a whole number",
        _ => "a number",
    };

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();
}
