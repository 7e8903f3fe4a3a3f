namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>How an instance's tests are run: by a command of the user's, by the official harness' one for its repository, else by pytest.</summary>
/// <param name="Own">Commands by instance id, <c>owner/name@version</c>, <c>owner/name</c> or <c>*</c>; <c>{tests}</c> stands for the test files.</param>
internal sealed record SweCommands(IReadOnlyDictionary<string, string> Own)
{
    /// <summary>What is run where nothing else is known.</summary>
    public const string Pytest = "python -m pytest -rA -p no:cacheprovider {tests}";

    private const string Tests = "{tests}";

    // The official harness' commands, where they are not plain pytest. Sphinx's calls pytest through tox, which is called directly here.
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["astropy/astropy"] = "python -m pytest -rA -vv -o console_output_style=classic --tb=no {tests}",
        ["django/django"] = "./tests/runtests.py --verbosity 2 --settings=test_sqlite --parallel 1 {tests}",
        ["matplotlib/matplotlib"] = Pytest,
        ["mwaskom/seaborn"] = "python -m pytest --no-header -rA {tests}",
        ["pallets/flask"] = Pytest,
        ["psf/requests"] = Pytest,
        ["pydata/xarray"] = Pytest,
        ["pylint-dev/pylint"] = Pytest,
        ["pytest-dev/pytest"] = "python -m pytest -rA {tests}",
        ["scikit-learn/scikit-learn"] = Pytest,
        ["sphinx-doc/sphinx"] = "python -X dev -m pytest -rA {tests}",
        ["sympy/sympy"] = "PYTHONWARNINGS=ignore::UserWarning,ignore::SyntaxWarning bin/test -C --verbose {tests}",
    };

    // Official images hold the installed project in /testbed and its packages in a conda environment. What was built there and is no part of
    // the revision is laid beside the revision's own files, without the history; nothing of the revision is replaced.
    private const string InImage =
        "if [ -d /opt/miniconda3/envs/testbed/bin ]; then export CONDA_PREFIX=/opt/miniconda3/envs/testbed CONDA_DEFAULT_ENV=testbed "
        + "PATH=\"/opt/miniconda3/envs/testbed/bin:$PATH\"; fi; "
        + "if [ -d /testbed ]; then (cd /testbed && tar --exclude=./.git -cf - .) | tar --skip-old-files -xf - 2>/dev/null; "
        + "export PYTHONPATH=\"${PYTHONPATH:+$PYTHONPATH:}$PWD:$PWD/src:$PWD/lib\"; fi; ";

    /// <summary>Whether so many tests make up a repository that only those nearest to the issue are run before and after a repair.</summary>
    public static bool IsBounded(string template) => template.Contains(Tests, StringComparison.Ordinal);

    /// <summary>The command of an instance, with <c>{tests}</c> where the test files go.</summary>
    public string TemplateOf(SweInstance instance) => Own.Of(instance) ?? Known.GetValueOrDefault(instance.Repository, Pytest);

    /// <summary>The command for some test files.</summary>
    /// <param name="template">See <see cref="TemplateOf"/>.</param>
    /// <param name="files">Paths below the root; none for whatever the command runs by itself.</param>
    /// <param name="hasImage">Whether it runs in an instance's own image.</param>
    public static string Of(string template, IEnumerable<string> files, bool hasImage)
    {
        var named = string.Join(' ', files.Select(file => Quoted(Argument(template, file))));
        var command = template.Contains(Tests, StringComparison.Ordinal) ? template.Replace(Tests, named, StringComparison.Ordinal)
            : named.Length > 0 ? $"{template} {named}"
            : template;
        return (hasImage ? InImage : "") + command.Trim();
    }

    /// <summary>Django's runner takes modules below its folder of tests.</summary>
    private static string Argument(string template, string file) => !template.Contains("runtests.py", StringComparison.Ordinal) ? file
        : (file.StartsWith("tests/", StringComparison.Ordinal) ? file[6..] : file).Replace(".py", "", StringComparison.Ordinal).Replace('/', '.');

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
