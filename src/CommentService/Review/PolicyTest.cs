using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>A submission to try, or several as items; with a policy of its own, or against the one in force.</summary>
internal sealed record PolicyTestRequest(
    string? Name = null,
    string? Comment = null,
    string? ArticleId = null,
    string? Email = null,
    string? Website = null,
    [property: Description("1 to 1,000 submissions with the members name, comment, articleId, email and website, instead of those members here")] IReadOnlyList<JsonElement>? Items = null,
    [property: Description("The policy to try, for all items; the one in force if left out. Errors in it are by path below $.policy")] JsonElement? Policy = null);

/// <summary>How the policy would answer.</summary>
internal sealed record PolicyTestAnswer([property: JsonConverter(typeof(LowerCase<Outcome>))] Outcome Verdict, IReadOnlyList<FindingView> Findings);

internal sealed record PolicyTestAnswers(IReadOnlyList<PolicyTestAnswer> Items);

/// <summary>Tries a policy on text that a moderator gives. Stores and publishes nothing; items do not see each other.</summary>
internal static class PolicyTest
{
    private const int MaxItems = 1000;

    public static void MapPolicyTest(this RouteGroupBuilder review) =>
        review.MapPost("/policy/test", TestAsync).RequireKey(KeyRole.Viewer)
            .WithName("TestPolicy").WithSummary("What the policy, or a proposed one, says to a text; with items, an answer for each in order")
            .ReadsJson<PolicyTestRequest>("""{ "name": "Ann", "comment": "See http://a.example and http://b.example", "policy": { "rules": { "links": { "max": 1 } } } }""")
            .Produces<PolicyTestAnswer>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> TestAsync(HttpContext http, Database database, Policies policies, LearnedWeights weights)
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        var fields = new JsonFields(body.Root);
        var isList = fields.TryGet("items", out var items);
        var samples = isList ? ReadItems(items, fields) : [Sample.Read(fields)];
        var proposed = PolicyEndpoints.ReadMember(fields);
        if (fields.Errors.Count > 0)
        {
            return Problem.Invalid(fields.Errors);
        }

        var policy = proposed ?? (await policies.CurrentAsync(http.RequestAborted)).Policy;
        var learned = await weights.CurrentAsync(http.RequestAborted);
        var modes = await ModesAsync(database, samples, http.RequestAborted);
        var answers = samples.Select(sample => Judge(policy, sample, modes, learned)).ToArray();
        return isList ? TypedResults.Ok(new PolicyTestAnswers(answers)) : TypedResults.Ok(answers[0]);
    }

    private static PolicyTestAnswer Judge(Policy policy, Sample sample, Dictionary<string, ModerationMode> modes, SiteWeights learned)
    {
        var mode = sample.ArticleId is null ? ModerationMode.Inherit : modes.GetValueOrDefault(sample.ArticleId);
        var verdict = policy.Judge(sample.Input, Facts.None with { Mode = mode, External = ExternalAnswer.NotAsked, Learned = learned.FactFor(sample.Input) });
        return new(verdict.Outcome, [.. verdict.Findings.Select(FindingView.Of)]);
    }

    private static Sample[] ReadItems(JsonElement items, JsonFields fields)
    {
        if (items.ValueKind != JsonValueKind.Array || items.GetArrayLength() is < 1 or > MaxItems)
        {
            fields.Error("items", "Give a list of 1 to 1,000 submissions.");
            return [];
        }

        return [.. items.EnumerateArray().Select((item, i) => ReadItem(item, i, fields))];
    }

    private static Sample ReadItem(JsonElement item, int index, JsonFields fields)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            return Sample.Read(new JsonFields(item, $"items[{index}].", fields.Errors));
        }

        fields.Error($"items[{index}]", "Give an object with name and comment.");
        return Sample.Empty;
    }

    private static async Task<Dictionary<string, ModerationMode>> ModesAsync(Database database, Sample[] samples, CancellationToken cancellation)
    {
        var ids = samples.Select(sample => sample.ArticleId).OfType<string>().Distinct().ToArray();
        if (ids.Length == 0)
        {
            return [];
        }

        await using var db = database.OpenRead();
        return await db.Articles.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Mode }).ToDictionaryAsync(a => a.Id, a => a.Mode, cancellation);
    }

    /// <summary>One text to try, cleaned and checked as intake does it: what no reader can send need not be judged.</summary>
    private sealed record Sample(ModerationInput Input, string? ArticleId)
    {
        public static Sample Empty { get; } = new(new ModerationInput("", ""), null);

        public static Sample Read(JsonFields fields)
        {
            var input = new ModerationInput(
                Checked("name", SubmissionRules.CheckName) ?? "",
                Checked("comment", SubmissionRules.CheckComment) ?? "",
                Checked("email", SubmissionRules.CheckEmail),
                Checked("website", SubmissionRules.CheckWebsite));
            var article = fields.Text("articleId");
            if (article is not null && !Storage.ArticleId.IsValid(article))
            {
                fields.Error("articleId", Storage.ArticleId.Invalid);
            }

            return new(input, article);

            string? Checked(string member, Func<string?, string?> check)
            {
                var text = fields.Text(member);
                if (check(text) is { } message)
                {
                    // A wrong type has said so already.
                    fields.Error(member, message);
                }

                return text;
            }
        }
    }
}
