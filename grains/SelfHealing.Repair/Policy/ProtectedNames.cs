using System.Collections.Frozen;

namespace SelfHealing.Repair.Policy;

/// <summary>The names behind <see cref="ProtectedPaths"/>, in lower case.</summary>
internal static class ProtectedNames
{
    public static readonly FrozenSet<string> HookFolders = Set(".git", ".githooks", ".husky", ".hg", ".svn");

    public static readonly FrozenSet<string> HookFiles = Set(
        ".git", ".gitattributes", ".gitmodules", ".gitconfig", ".pre-commit-config.yaml", ".pre-commit-config.yml", ".pre-commit-hooks.yaml",
        "lefthook.yml", "lefthook.yaml");

    public static readonly FrozenSet<string> SecretFolders = Set(".ssh", ".aws", ".azure", ".gnupg", ".kube", ".docker", "secrets", "private_keys");

    public static readonly FrozenSet<string> SecretFiles = Set(
        ".netrc", "_netrc", ".npmrc", ".pypirc", ".htpasswd", ".pgpass", "credentials", "credentials.json", "credentials.yml", "credentials.yaml",
        "secrets.json", "secrets.yml", "secrets.yaml", "secrets.toml", "secrets.ini", "secret.json", "secret.yml", "secret.yaml",
        "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "authorized_keys", "known_hosts");

    public static readonly string[] SecretExtensions = [".pem", ".key", ".pfx", ".p12", ".jks", ".keystore", ".kdbx", ".gpg", ".asc", ".crt", ".cer", ".ppk"];

    public static readonly FrozenSet<string> CiFolders = Set(
        ".github", ".gitlab", ".gitea", ".forgejo", ".ci", ".circleci", ".buildkite", ".azure-pipelines", ".azuredevops", ".teamcity", ".woodpecker",
        ".drone", ".tekton", ".semaphore", ".jenkins");

    public static readonly FrozenSet<string> CiFiles = Set(
        ".gitlab-ci.yml", ".gitlab-ci.yaml", ".travis.yml", ".drone.yml", ".woodpecker.yml", ".cirrus.yml", ".appveyor.yml", "appveyor.yml",
        "azure-pipelines.yml", "azure-pipelines.yaml", "bitbucket-pipelines.yml", "jenkinsfile", "cloudbuild.yaml", "cloudbuild.yml", "circle.yml",
        "buildspec.yml", "codecov.yml", "renovate.json", "sonar-project.properties");

    public static readonly FrozenSet<string> TestInfrastructure = Set(
        "conftest.py", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml", "noxfile.py", "unittest.cfg", ".coveragerc", "nose.cfg",
        ".noserc", "sitecustomize.py", "usercustomize.py", "pytest.py", "unittest.py", "xunit.runner.json", "phpunit.xml", "phpunit.xml.dist",
        "testng.xml", ".rspec", "karma.conf.js", "cypress.json", "ava.config.js", "manage.py", "runtests.py", "run_tests.py", "runtests.sh", "run_tests.sh");

    public static readonly string[] TestInfrastructureExtensions = [".pth", ".runsettings", ".testsettings", ".snap"];

    public static readonly string[] TestInfrastructureStems =
        ["jest.config", "vitest.config", "playwright.config", "cypress.config", "mocharc", ".mocharc", "jest.setup", "vitest.setup"];

    public static readonly FrozenSet<string> LockFiles = Set(
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "go.sum", "packages.lock.json", "bun.lockb", "conda-lock.yml");

    public static readonly FrozenSet<string> BuildFiles = Set(
        "makefile", "gnumakefile", "bsdmakefile", "cmakelists.txt", "setup.py", "pom.xml", "build.xml", "nuget.config", "global.json", "package.json",
        "pipfile", "manifest.in", "meson.build", "build", "workspace", "justfile", "rakefile", "gemfile", "go.mod", "go.work", "cargo.toml", "build.rs",
        "gulpfile.js", "gruntfile.js", "environment.yml", "environment.yaml", "hatch_build.py", "procfile",
        "vagrantfile", "build.sh", "build.ps1", "build.cake", "packages.config");

    public static readonly string[] BuildExtensions =
    [
        ".mk", ".cmake", ".csproj", ".fsproj", ".vbproj", ".vcxproj", ".proj", ".props", ".targets", ".sln", ".slnx", ".slnf", ".gradle", ".gradle.kts",
        ".bzl", ".bazel", ".gemspec", ".podspec", ".tf", ".tfvars", ".nuspec", ".ruleset",
    ];

    public static readonly string[] BuildStems =
    [
        "dockerfile", "containerfile", "docker-compose", "compose", "requirements", "requirements-dev", "requirements_dev", "dev-requirements",
        "constraints", "webpack.config", "rollup.config", "vite.config", "babel.config", "tsconfig", "jsconfig", "gradle",
    ];

    public static readonly FrozenSet<string> VendorFolders = Set(
        "vendor", "vendored", "_vendor", "_vendored", "third_party", "thirdparty", "third-party", "3rdparty", "node_modules", "bower_components",
        "site-packages", "dist-packages", "venv", "virtualenv", "__pycache__", "extern", "externals");

    public static readonly string[] BinaryExtensions =
    [
        ".pyc", ".pyo", ".pyd", ".so", ".dll", ".dylib", ".exe", ".o", ".a", ".lib", ".obj", ".class", ".jar", ".war", ".whl", ".egg", ".zip", ".tar",
        ".gz", ".bz2", ".xz", ".7z", ".rar", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".pdf", ".db", ".sqlite", ".sqlite3", ".bin", ".dat",
        ".pickle", ".pkl", ".npy", ".npz", ".wasm", ".ttf", ".woff", ".woff2", ".mp3", ".mp4", ".nupkg",
    ];

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
