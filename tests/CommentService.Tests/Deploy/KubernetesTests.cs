using CommentService.Hosting;
using CommentService.Messaging;
using YamlDotNet.RepresentationModel;

namespace CommentService.Tests.Deploy;

public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<YamlMappingNode> Objects =
        [.. DeployFiles.Documents("kubernetes/kustomization.yaml").Single().At("resources").Elements().SelectMany(file => DeployFiles.Documents("kubernetes/" + ((YamlScalarNode)file).Value))];

    private static IEnumerable<YamlMappingNode> Of(params string[] kinds) => Objects.Where(one => kinds.Contains(one.TextAt("kind")));

    private static IEnumerable<YamlMappingNode> Workloads => Of("Deployment", "StatefulSet");

    [Fact]
    public void Every_manifest_belongs_to_the_kustomization()
    {
        var listed = DeployFiles.Documents("kubernetes/kustomization.yaml").Single().At("resources").Elements().Select(file => ((YamlScalarNode)file).Value!);
        Assert.Equal(DeployFiles.All("*.yaml").Where(file => file.StartsWith("kubernetes/", StringComparison.Ordinal)).Select(file => file["kubernetes/".Length..]).Except(["kustomization.yaml"]), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_object_says_what_it_is_and_names_are_not_given_twice()
    {
        Assert.All(Objects, one => Assert.NotNull(one.TextAt("apiVersion")));
        Assert.Empty(Objects.GroupBy(one => (one.TextAt("kind"), one.TextAt("metadata", "name"))).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void There_is_a_workload_for_each_role_with_probes_a_budget_and_no_rights()
    {
        Assert.Equal(Roles.All.Order(), Workloads.Select(one => one.TextAt("metadata", "name")).Order());
        Assert.All(Workloads, one =>
        {
            var role = one.TextAt("metadata", "name");
            var pod = one.At("spec", "template", "spec");
            var container = Assert.Single(pod.At("containers").Elements());
            Assert.Equal(role, container.At("env").Elements().Single(variable => variable.TextAt("name") == "Comments__Roles").TextAt("value"));
            Assert.Equal(("/health/ready", "/health/live"), (container.TextAt("readinessProbe", "httpGet", "path"), container.TextAt("livenessProbe", "httpGet", "path")));
            Assert.Equal(("true", "false", "true"), (pod.TextAt("securityContext", "runAsNonRoot"), container.TextAt("securityContext", "allowPrivilegeEscalation"), container.TextAt("securityContext", "readOnlyRootFilesystem")));
            Assert.True(int.Parse(pod.TextAt("terminationGracePeriodSeconds")!, System.Globalization.CultureInfo.InvariantCulture) >= 30, "A stop takes up to 20 s after the pause before it.");
            Assert.Equal(role, one.TextAt("spec", "selector", "matchLabels", "role"));
            Assert.Equal(role, one.TextAt("spec", "template", "metadata", "labels", "role"));
            Assert.Contains(Of("PodDisruptionBudget"), budget => budget.TextAt("spec", "selector", "matchLabels", "role") == role);
        });
    }

    [Fact]
    public void Only_intake_spools_and_it_has_a_volume_that_stays()
    {
        var durable = Workloads.Where(one => one.Everything().OfType<YamlMappingNode>().All(node => node.TextAt("name") != "Comments__Spool__Durable")).ToList();
        var intake = Assert.Single(durable);
        Assert.Equal(("StatefulSet", "intake", "Retain"), (intake.TextAt("kind"), intake.TextAt("metadata", "name"), intake.TextAt("spec", "persistentVolumeClaimRetentionPolicy", "whenScaled")));
        Assert.Equal("data", Assert.Single(intake.At("spec", "volumeClaimTemplates").Elements()).TextAt("metadata", "name"));
    }

    [Fact]
    public void What_services_routes_and_scalers_point_at_is_there()
    {
        var roles = Workloads.Select(one => one.TextAt("metadata", "name")).ToList();
        Assert.All(Of("Service"), service => Assert.Contains(service.TextAt("spec", "selector", "role"), roles));
        var services = Of("Service").Select(service => service.TextAt("metadata", "name")).ToList();
        Assert.All(
            Of("HTTPRoute").SelectMany(route => route.At("spec", "rules").Elements()).SelectMany(rule => rule.At("backendRefs").Elements()), backend => Assert.Contains(backend.TextAt("name"), services));
        Assert.All(Of("ScaledObject", "HorizontalPodAutoscaler"), scaler => Assert.Contains(scaler.TextAt("spec", "scaleTargetRef", "name"), roles));
        Assert.All(Of("ScaledObject").SelectMany(scaler => scaler.At("spec", "triggers").Elements()), trigger => Assert.Equal(MessagingSetup.Queue, trigger.TextAt("metadata", "queueName")));
    }

    [Fact]
    public void Secrets_are_only_named()
    {
        Assert.Empty(Of("Secret"));
        Assert.All(
            Workloads.SelectMany(one => one.Everything()).OfType<YamlMappingNode>().Where(variable => variable.TextAt("name") is { } name && (name.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || name == "Comments__AdminKey")),
            variable => Assert.NotNull(variable.TextAt("valueFrom", "secretKeyRef", "key")));
    }
}
