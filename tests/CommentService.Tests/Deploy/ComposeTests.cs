using YamlDotNet.RepresentationModel;

namespace CommentService.Tests.Deploy;

public sealed class ComposeTests
{
    private readonly YamlMappingNode compose = DeployFiles.Documents("compose.yaml").Single();

    private IEnumerable<(string Key, YamlNode Value)> Services => compose.At("services").Members();

    [Fact]
    public void Nothing_waits_for_the_health_of_a_service_that_has_no_check()
    {
        foreach (var (name, service) in Services)
        {
            Assert.All(service.At("depends_on").Members(), needed =>
            {
                Assert.Equal("service_healthy", needed.Value.TextAt("condition"));
                Assert.True(compose.At("services", needed.Key, "healthcheck", "test") is YamlSequenceNode, $"{name} waits for {needed.Key}");
            });
        }
    }

    [Fact]
    public void Files_that_are_mounted_are_there_and_volumes_are_declared()
    {
        var volumes = compose.At("volumes").Members().Select(volume => volume.Key).ToList();
        foreach (var mount in Services.SelectMany(service => service.Value.At("volumes").Elements()).Select(mount => ((YamlScalarNode)mount).Value!.Split(':')[0]))
        {
            Assert.True(mount.StartsWith("./", StringComparison.Ordinal) ? File.Exists(Path.Combine(DeployFiles.Folder, mount)) : volumes.Contains(mount), mount);
        }
    }

    [Fact]
    public void Every_process_of_the_service_has_servers_a_key_and_a_directory_of_its_own()
    {
        var ours = Services.Where(service => service.Value.TextAt("image") == "comment-service").ToList();
        Assert.Equal(5, ours.Count);
        Assert.All(ours, service =>
        {
            Assert.NotNull(service.Value.TextAt("environment", "ConnectionStrings__Postgres"));
            Assert.NotNull(service.Value.TextAt("environment", "ConnectionStrings__RabbitMq"));
            Assert.NotNull(service.Value.TextAt("environment", "Comments__AdminKey"));
            Assert.True(DirectoryOf(service.Value) is "/data", service.Key);
        });
    }

    [Fact]
    public void Only_intake_has_a_lasting_spool_and_all_others_can_be_many()
    {
        foreach (var (name, service) in Services.Where(service => service.Value.TextAt("image") == "comment-service"))
        {
            var isIntake = service.TextAt("environment", "Comments__Roles") == "intake";
            Assert.Equal((name, isIntake ? null : "false"), (name, service.TextAt("environment", "Comments__Spool__Durable")));
            Assert.Equal((name, isIntake), (name, service.At("volumes") is not null));
        }
    }

    [Fact]
    public void No_secret_stands_in_it()
    {
        foreach (var (_, service) in Services)
        {
            Assert.All(
                service.At("environment").Members().Where(variable => variable.Key.Contains("PASS", StringComparison.OrdinalIgnoreCase) || variable.Key.EndsWith("AdminKey", StringComparison.Ordinal)),
                variable => Assert.Contains("${", ((YamlScalarNode)variable.Value).Value, StringComparison.Ordinal));
        }
    }

    /// <summary>Where a service may write: on a volume, or in memory.</summary>
    private static string? DirectoryOf(YamlNode service) =>
        service.At("volumes").Elements().Concat(service.At("tmpfs").Elements()).Select(mount => ((YamlScalarNode)mount).Value!).SingleOrDefault(mount => mount.Contains("/data", StringComparison.Ordinal))?.Split(':')
            .Single(part => part.StartsWith("/data", StringComparison.Ordinal));
}
