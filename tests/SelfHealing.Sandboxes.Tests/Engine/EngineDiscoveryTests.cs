using System.Security.Cryptography;
using System.Text;

namespace SelfHealing.Sandboxes.Engine;

public sealed class EngineDiscoveryTests
{
    private static readonly string _meta =
        $"/home/ada/.docker/contexts/meta/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("rootless")))}/meta.json";

    private readonly Dictionary<string, string> _variables = new() { ["HOME"] = "/home/ada" };
    private readonly Dictionary<string, string> _files = [];

    [Fact]
    public void Without_any_setting_the_default_socket_is_tried() =>
        Addresses().ShouldBe(["unix:///var/run/docker.sock"]);

    [Fact]
    public void DOCKER_HOST_is_meant_alone()
    {
        UseContext();
        _variables["DOCKER_HOST"] = "tcp://10.0.0.5:2375";

        Addresses().ShouldBe(["tcp://10.0.0.5:2375/"]);
    }

    [Fact]
    public void The_current_context_comes_before_the_default_socket()
    {
        UseContext();

        Discovery().Candidates()[0].ShouldBe(new EngineEndpoint(new Uri("unix:///run/user/1000/docker.sock"), "the docker context 'rootless'"));
        Discovery().IsNamed.ShouldBeTrue();
    }

    [Fact]
    public void DOCKER_CONTEXT_overrules_the_configured_context()
    {
        UseContext();
        _variables["DOCKER_CONTEXT"] = "default";

        Addresses().ShouldBe(["unix:///var/run/docker.sock"]);
    }

    [Fact]
    public void DOCKER_CONFIG_names_another_folder()
    {
        _variables["DOCKER_CONFIG"] = "/etc/dockercli";
        _files["/etc/dockercli/config.json"] = """{"currentContext":"rootless"}""";
        _files[_meta.Replace("/home/ada/.docker", "/etc/dockercli", StringComparison.Ordinal)] = """{"Endpoints":{"docker":{"Host":"tcp://b:1"}}}""";

        Addresses()[0].ShouldBe("tcp://b:1/");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ not json")]
    [InlineData("[]")]
    [InlineData("""{"currentContext":7}""")]
    [InlineData("""{"currentContext":"gone"}""")]
    public void A_broken_configuration_is_as_good_as_none(string config)
    {
        _files["/home/ada/.docker/config.json"] = config;

        Addresses().ShouldBe(["unix:///var/run/docker.sock"]);
        Discovery().IsNamed.ShouldBeFalse();
    }

    [Fact]
    public void An_address_that_is_no_URI_is_named_with_its_source()
    {
        _variables["DOCKER_HOST"] = "not an address";

        Should.Throw<SandboxException>(() => Discovery().Candidates()).Message.ShouldContain("'not an address' from DOCKER_HOST");
    }

    private void UseContext()
    {
        _files["/home/ada/.docker/config.json"] = """{"auths":{},"currentContext":"rootless"}""";
        _files[_meta] = """{"Name":"rootless","Endpoints":{"docker":{"Host":"unix:///run/user/1000/docker.sock","SkipTLSVerify":false}}}""";
    }

    private EngineDiscovery Discovery() => new(_variables.GetValueOrDefault, _files.GetValueOrDefault);

    private string[] Addresses() => [.. Discovery().Candidates().Select(c => c.Address.ToString())];
}
