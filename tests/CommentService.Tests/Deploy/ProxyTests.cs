using System.Reflection;
using System.Text.RegularExpressions;
using CommentService.Hosting;
using CommentService.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Deploy;

/// <summary>The proxy in the examples sends each request to a role that answers it.</summary>
public sealed partial class ProxyTests(SharedService shared) : IClassFixture<SharedService>
{
    private static readonly IReadOnlyList<(Regex? Pattern, string Role)> Rules =
        [.. MapEntry().Matches(DeployFiles.Text("nginx/comments.conf")).Select(match => (match.Groups["pattern"].Success ? new Regex(match.Groups["pattern"].Value) : null, match.Groups["role"].Value))];

    [Fact]
    public void Every_endpoint_of_a_slice_is_reached_in_the_process_that_has_it()
    {
        var endpoints = shared.Service.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        var checkedOnes = 0;
        foreach (var endpoint in endpoints)
        {
            var slice = endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace?.Split('.').ElementAtOrDefault(1)?.ToLowerInvariant();
            if (slice is null || !Roles.All.Contains(slice) || endpoint.RoutePattern.RawText is not { } route)
            {
                continue;
            }

            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var path = Parameter().Replace("/" + route.TrimStart('/'), "x");
                Assert.True(RoleOf(method, path) == slice, $"{method} {path} is {slice}'s and goes to {RoleOf(method, path)}");
                checkedOnes++;
            }
        }

        Assert.InRange(checkedOnes, 30, int.MaxValue);
    }

    [Fact]
    public void Every_role_that_is_sent_requests_has_an_upstream() => Assert.All(
        Rules.Select(rule => rule.Role).Distinct(), role => Assert.Matches($"upstream {role} +{{ server {role}:8080;", DeployFiles.Text("nginx/comments.conf")));

    private static string RoleOf(string method, string path) =>
        Rules.FirstOrDefault(rule => rule.Pattern?.IsMatch($"{method} {path}") == true).Role ?? Rules.Single(rule => rule.Pattern is null).Role;

    [GeneratedRegex("""^  ("~(?<pattern>[^"]+)"|default) +(?<role>[a-z]+);$""", RegexOptions.Multiline)]
    private static partial Regex MapEntry();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
