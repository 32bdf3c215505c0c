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
    private const string RulesQuery = "rules";

    public static void MapPolicy(this RouteGroupBuilder review)
    {
        review.MapGet("/policy", GetAsync).RequireKey(KeyRole.Viewer)
            .WithName("GetPolicy").WithSummary("The policy in force, every default filled in; its version is the ETag")
            .Produces<JsonElement>();
        review.MapPut("/policy", PutAsync).RequireKey(KeyRole.Admin)
            .WithName("PutPolicy").WithSummary("Saves a whole policy, which is in force from then on; If-Match names the version that it replaces")
            .ReadsJson<JsonElement>("""{ "mode": "postmoderate", "rules": { "links": { "max": 1 } } }""").Produces<JsonElement>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        review.MapGet("/policy/schema", () => TypedResults.Text(Policy.JsonSchema, "application/schema+json")).RequireKey(KeyRole.Viewer)
            .WithName("GetPolicySchema").WithSummary("JSON Schema of the policy")
            .Produces<JsonElement>(contentType: "application/schema+json");
        review.MapGet("/rules", RulesAsync).RequireKey(KeyRole.Viewer)
            .WithName("ListRules").WithSummary("Each rule with its settings, all of them, in the order in which they are asked")
            .Produces<Page<JsonElement>>().ProducesProblem(StatusCodes.Status400BadRequest);
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

    /// <summary>The proposed policy in a body's member <c>policy</c>, errors by path below <c>$.policy</c>; null where there is none.</summary>
    public static Policy? ReadMember(JsonFields fields)
    {
        if (!fields.TryGet("policy", out var document))
        {
            return null;
        }

        var errors = TryRead(document, out var policy);
        foreach (var (path, messages) in errors)
        {
            fields.Errors["$.policy" + path.TrimStart('$')] = messages;
        }

        return policy;
    }

    private static async Task<IResult> GetAsync(Policies policies, HttpResponse response, CancellationToken cancellation)
    {
        var (version, policy) = await policies.CurrentAsync(cancellation);
        return Answer(response, version, policy.Json);
    }

    private static async Task<IResult> RulesAsync([AsParameters] ListQuery asked, Policies policies, CancellationToken cancellation)
    {
        if (asked.ReadNumber(RulesQuery, out var most, out var last) is { } problem)
        {
            return problem;
        }

        var start = last ?? 0;
        var rules = JsonElement.Parse((await policies.CurrentAsync(cancellation)).Policy.DescribeRules());
        var found = rules.EnumerateArray().Skip((int)start).Take(most + 1).ToList();
        return TypedResults.Ok(Page.Of(found, most, rule => rule, _ => Cursor.Write(start + most, RulesQuery)));
    }

    private static async Task<IResult> PutAsync(
        [FromHeader(Name = IfMatch.Header), Description("The ETag of the policy that this one replaces: 428 without, 412 when stale")] string? ifMatch,
        [Description("Why; for the audit, at most 200 characters")] string? reason,
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

        var errors = new Dictionary<string, string[]>(TryRead(body.Root, out var policy));
        var why = Reason.Read(reason, errors);
        return policy is null || errors.Count > 0 ? Problem.Invalid(errors) : await save.RunAsync(policy, expected, why, http);
    }
}
