using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Storage;

namespace CommentService.Review;

/// <summary>One of many decisions.</summary>
internal sealed record BulkDecision(
    string Id,
    [property: Description("approve, reject, hold or remove")] string Decision,
    string? Reason = null,
    [property: Description("The version that is meant; stale when it is another by now")] int? Version = null);

internal sealed record BulkRequest([property: Description("1 to 500 decisions, made in this order")] IReadOnlyList<BulkDecision> Items);

/// <summary>What became of one of many decisions.</summary>
internal sealed record BulkOutcome(
    string Id,
    [property: Description("changed, unchanged, stale, not-allowed or unknown")] string Outcome,
    [property: JsonConverter(typeof(LowerCase<CommentStatus>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("The comment's status now; absent where there is no such comment")] CommentStatus? Status = null);

internal sealed record BulkAnswer(IReadOnlyList<BulkOutcome> Items);

/// <summary>Decides on many comments with one commit. An id that comes twice is decided twice, in order; one bad id spoils no other.</summary>
internal static class BulkDecisions
{
    private const int MaxItems = 500;

    public static void MapBulkDecisions(this RouteGroupBuilder review) =>
        review.MapPost("/decisions", DecideAsync).RequireKey(KeyRole.Moderator)
            .WithName("DecideMany").WithSummary("Approves, rejects, holds or removes up to 500 comments, with an outcome for each in order")
            .ReadsJson<BulkRequest>("""{ "items": [ { "id": "01a20ab4-043a-7000-a054-2300077d1971", "decision": "approve", "version": 1, "reason": "useful links" } ] }""")
            .Produces<BulkAnswer>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> DecideAsync(HttpContext http, Decide decide)
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var asked = Read(fields, Actor.Of(http.User));
        if (fields.Errors.Count > 0)
        {
            return Problem.Invalid(fields.Errors);
        }

        var decisions = asked.Select(item => item.Decision).OfType<Decision>().ToArray();
        var outcomes = new Queue<(DecisionOutcome, CommentStatus?)>(await decide.RunAllAsync(decisions, http.RequestAborted));
        return TypedResults.Ok(new BulkAnswer([.. asked.Select(item => Answer(item.Id, item.Decision is null ? (DecisionOutcome.Unknown, null) : outcomes.Dequeue()))]));
    }

    private static BulkOutcome Answer(string id, (DecisionOutcome Outcome, CommentStatus? Status) made) => new(
        id,
        made.Outcome switch
        {
            DecisionOutcome.Changed => "changed",
            DecisionOutcome.Unchanged => "unchanged",
            DecisionOutcome.Stale => "stale",
            DecisionOutcome.NotAllowed => "not-allowed",
            _ => "unknown",
        },
        made.Status);

    /// <summary>The decision is null where the id can name no comment.</summary>
    private static (string Id, Decision? Decision)[] Read(JsonFields fields, Actor actor)
    {
        if (!fields.TryGet("items", out var items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() is < 1 or > MaxItems)
        {
            fields.Error("items", $"Give a list of 1 to {MaxItems} decisions.");
            return [];
        }

        return [.. items.EnumerateArray().Select((item, i) => ReadItem(item, i, fields.Errors, actor))];
    }

    private static (string Id, Decision? Decision) ReadItem(JsonElement item, int index, Dictionary<string, string[]> errors, Actor actor)
    {
        var prefix = $"items[{index}]";
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors[prefix] = ["Give an object with id and decision."];
            return ("", null);
        }

        var fields = new JsonFields(item, prefix + ".", errors);
        var id = fields.Text("id");
        if (id is null)
        {
            fields.Error("id", "Give a comment's id.");
        }

        var to = ReadStatus(fields);
        var reason = fields.Text("reason", DecisionRequest.MaxReasonLength);
        var expected = ReadVersion(fields);
        return (id ?? "", Queue.TryReadId(id ?? "", out var comment) ? new Decision(comment, to, expected, actor, reason, Note: null) : null);
    }

    private static CommentStatus ReadStatus(JsonFields fields) => fields.Choice(
        "decision", ("approve", CommentStatus.Approved), ("reject", CommentStatus.Rejected), ("hold", CommentStatus.Held), ("remove", CommentStatus.Removed)) ?? default;

    private static IfMatch ReadVersion(JsonFields fields)
    {
        if (!fields.TryGet("version", out var value))
        {
            return IfMatch.Any;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var version))
        {
            return new IfMatch([IfMatch.Tag(version)]);
        }

        fields.Error("version", "Give the version's number.");
        return IfMatch.Any;
    }
}
