using System.ComponentModel;
using System.Net.Mime;
using System.Runtime.InteropServices;
using System.Text.Json;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Review;

/// <summary>The policy in force, what may stand in it, and saving another.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicy(this RouteGroupBuilder review)
    {
        review.MapGet("/policy", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetPolicy").WithSummary("The policy in force, every default filled in; its version is the ETag")
            .Produces<JsonElement>();
        review.MapPut("/policy", PutAsync).RequireKey(KeyRole.Admin)
            .WithName("PutPolicy").WithSummary("Saves a whole policy, which is in force from then on; If-Match names the version that it replaces")
            .ReadsJson<JsonElement>().Produces<JsonElement>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        review.MapGet("/policy/schema", () => TypedResults.Text(Policy.JsonSchema, "application/schema+json")).RequireKey(KeyRole.Viewer)
            .WithName("GetPolicySchema").WithSummary("JSON Schema of the policy")
            .Produces<JsonElement>(contentType: "application/schema+json");
        review.MapGet("/rules", RulesAsync).RequireKey(KeyRole.Viewer)
            .WithName("ListRules").WithSummary("Each rule with its settings, in the order in which they are asked")
            .Produces<JsonElement>();
    }

    /// <summary>A policy document with its version as the ETag that <c>If-Match</c> takes.</summary>
    public static IResult Answer(HttpResponse response, int version, string json)
    {
        response.Headers.ETag = IfMatch.Tag(version);
        return TypedResults.Text(json, MediaTypeNames.Application.Json);
    }

    /// <summary>Reads a policy out of a body; errors are by path.</summary>
    public static IReadOnlyDictionary<string, string[]> TryRead(JsonElement document, out Policy? policy) =>
        Policy.TryRead(JsonMarshal.GetRawUtf8Value(document).ToArray(), out policy);

    private static async Task<IResult> GetAsync(Policies policies, HttpResponse response, CancellationToken cancellation)
    {
        var (version, policy) = await policies.CurrentAsync(cancellation);
        return Answer(response, version, policy.Json);
    }

    private static async Task<IResult> RulesAsync(Policies policies, CancellationToken cancellation) =>
        TypedResults.Text((await policies.CurrentAsync(cancellation)).Policy.DescribeRules(), MediaTypeNames.Application.Json);

    private static async Task<IResult> PutAsync(
        [FromHeader(Name = IfMatch.Header), Description("The ETag of the policy that this one replaces: 428 without, 412 when stale")] string? ifMatch,
        HttpContext http,
        SavePolicy save)
    {
        if (string.IsNullOrWhiteSpace(ifMatch))
        {
            return Problem.Of(
                StatusCodes.Status428PreconditionRequired, "precondition-required", "If-Match is needed", "Send the ETag of the policy that this one replaces as If-Match, so that nobody's change is lost.");
        }

        if (IfMatch.TryRead(ifMatch, out var expected) is { } problem)
        {
            return problem;
        }

        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var errors = TryRead(body.Root, out var policy);
        return policy is null ? Problem.Invalid(errors) : await save.RunAsync(policy, expected, http);
    }
}
