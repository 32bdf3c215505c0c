using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Hosting.Outgoing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommentService.Review.Webhooks;

/// <summary>Webhooks: listed, made, changed, tried, replayed and removed.</summary>
internal static class WebhookEndpoints
{
    private const string Query = "webhooks";
    private const string Example = """{ "url": "https://search.example/comments", "types": ["comment.approved", "comment.removed"], "articles": ["my-article"] }""";

    public static void MapWebhooks(this IEndpointRouteBuilder endpoints)
    {
        var hooks = endpoints.MapGroup("/api/v1").WithTags("Events");
        hooks.MapGet("/webhooks", ListAsync).RequireKey(KeyRole.Admin)
            .WithName("ListWebhooks").WithSummary("All webhooks, newest first; no secrets")
            .Produces<Page<WebhookView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        hooks.MapPost("/webhooks", MakeAsync).RequireKey(KeyRole.Admin)
            .WithName("MakeWebhook").WithSummary("Makes a webhook; its secret is shown in this answer and never again")
            .ReadsJson<WebhookRequest>(Example)
            .Produces<WebhookView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status410Gone);
        hooks.MapGet("/webhooks/{id}", GetAsync).RequireKey(KeyRole.Admin)
            .WithName("GetWebhook").WithSummary("One webhook: its state, its place in the log and what waits")
            .Produces<WebhookView>().ProducesProblem(StatusCodes.Status404NotFound);
        hooks.MapPatch("/webhooks/{id}", ChangeAsync).RequireKey(KeyRole.Admin)
            .WithName("ChangeWebhook").WithSummary("Changes the members that are named; set active, one that is failing or unsubscribed goes on where it was")
            .ReadsJson<WebhookRequest>("""{ "state": "paused" }""")
            .Produces<WebhookView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        hooks.MapDelete("/webhooks/{id}", RemoveAsync).RequireKey(KeyRole.Admin)
            .WithName("RemoveWebhook").WithSummary("Removes a webhook and its delivery log")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        hooks.MapPost("/webhooks/{id}/rotate-secret", RotateAsync).RequireKey(KeyRole.Admin)
            .WithName("RotateWebhookSecret").WithSummary("Makes a new secret, shown in this answer only; messages are signed with the old one as well for a while")
            .ReadsJson<RotateRequest>("""{ "keepOldHours": 24 }""", required: false)
            .Produces<WebhookView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        hooks.MapPost("/webhooks/{id}/test", TestAsync).RequireKey(KeyRole.Admin)
            .WithName("TestWebhook").WithSummary("Sends an event of the type webhook.test at once, in whatever state the webhook is, and tells what came of it")
            .Produces<DeliveryView>().ProducesProblem(StatusCodes.Status404NotFound);
        hooks.MapPost("/webhooks/{id}/replay", ReplayAsync).RequireKey(KeyRole.Admin)
            .WithName("ReplayWebhook").WithSummary("Sends everything after a position again, and sets a failing webhook active")
            .ReadsJson<ReplayRequest>("""{ "after": "120" }""")
            .Produces<WebhookView>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status410Gone);
        hooks.MapGet("/webhooks/{id}/deliveries", DeliveriesAsync).RequireKey(KeyRole.Admin)
            .WithName("ListWebhookDeliveries").WithSummary("The last messages that were sent (about 1,000 are kept), newest first, and what came of each")
            .Produces<Page<DeliveryView>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        // Secrets and addresses stay in no cache.
        hooks.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
    }

    /// <summary>What a change does not take, and what does it instead.</summary>
    private static readonly (string Member, string Action)[] MadeWith = [("secret", "rotate-secret"), ("after", "replay"), ("snapshot", "replay")];

    private static IResult Unknown { get; } = Problem.Of(StatusCodes.Status404NotFound, "unknown-webhook", "There is no such webhook", "No webhook has this id.");

    private static async Task<IResult> ListAsync([AsParameters] ListQuery asked, Database database, CancellationToken cancellation)
    {
        if (asked.ReadId(Query, out var most, out var before) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        var hooks = before is { } last ? db.Webhooks.Where(h => h.Id < last) : db.Webhooks;
        var found = await hooks.OrderByDescending(h => h.Id).Take(most + 1).ToListAsync(cancellation);
        var views = await WebhookView.OfAsync(db, found, cancellation);
        return TypedResults.Ok(Page.Of(views, most, view => view, view => Cursor.Write(view.Id, Query)));
    }

    private static async Task<IResult> GetAsync(string id, Database database, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        return await FindAsync(db, id, cancellation) is { } hook ? TypedResults.Ok((await WebhookView.OfAsync(db, [hook], cancellation))[0]) : Unknown;
    }

    private static async Task<IResult> MakeAsync(HttpContext http, ChangeWebhooks webhooks)
    {
        var (request, problem) = await ReadAsync(http, optional: false, (fields) =>
        {
            var read = WebhookRequest.Read(fields);
            if (read.Url is null)
            {
                fields.Error("url", "Give the address that events are posted to.");
            }

            if (read is { Snapshot: true, After: not null })
            {
                fields.Error("after", "A snapshot has no position: give one or the other.");
            }

            return read;
        });
        if (problem is not null)
        {
            return problem;
        }

        var made = await webhooks.MakeAsync(request!, Actor.Of(http.User), http.RequestAborted);
        return made.View is { } view ? TypedResults.Created($"{http.Request.PathBase}{http.Request.Path}/{view.Id}", view) : LogPosition.Problem(request!.AfterPosition!.Value, made.Outside!.Value)!;
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, ChangeWebhooks webhooks)
    {
        var (request, problem) = await ReadAsync(http, optional: false, fields =>
        {
            foreach (var (member, action) in MadeWith.Where(with => fields.Has(with.Member)))
            {
                fields.Error(member, $"This is given when a webhook is made; later it is changed with {action}.");
            }

            return WebhookRequest.Read(fields);
        });
        return problem ?? Answer(TryReadId(id, out var hook) ? await webhooks.ChangeAsync(hook, request!, Actor.Of(http.User), http.RequestAborted) : default);
    }

    private static async Task<IResult> RemoveAsync(string id, [Description("Why, at most 200 characters")] string? reason, HttpContext http, ChangeWebhooks webhooks)
    {
        var errors = new Dictionary<string, string[]>();
        var why = Reason.Read(reason, errors);
        return errors.Count > 0 ? Problem.Invalid(errors)
            : TryReadId(id, out var hook) && await webhooks.RemoveAsync(hook, why, Actor.Of(http.User), http.RequestAborted) ? TypedResults.NoContent()
            : Unknown;
    }

    private static async Task<IResult> RotateAsync(string id, HttpContext http, ChangeWebhooks webhooks)
    {
        var (request, problem) = await ReadAsync(http, optional: true, RotateRequest.Read);
        return problem ?? Answer(TryReadId(id, out var hook)
            ? await webhooks.RotateAsync(hook, request!.Secret, TimeSpan.FromHours(request.KeepOldHours), Actor.Of(http.User), http.RequestAborted)
            : default);
    }

    private static async Task<IResult> ReplayAsync(string id, HttpContext http, ChangeWebhooks webhooks)
    {
        var (request, problem) = await ReadAsync(http, optional: false, ReplayRequest.Read);
        if (problem is not null)
        {
            return problem;
        }

        var changed = TryReadId(id, out var hook) ? await webhooks.ReplayAsync(hook, request!.Position, Actor.Of(http.User), http.RequestAborted) : default;
        return changed.Outside is { } bounds ? LogPosition.Problem(request!.Position, bounds)! : Answer(changed);
    }

    private static async Task<IResult> TestAsync(string id, Database database, WebhookSender sender, IOptions<HostingOptions> options, TimeProvider time, CancellationToken cancellation)
    {
        await using var db = database.OpenRead();
        if (await FindAsync(db, id, cancellation) is not { } hook)
        {
            return Unknown;
        }

        var at = time.Now();
        var eventId = Guid.CreateVersion7(at);
        var sent = await sender.SendAsync(hook, eventId.ToString(), TestEvent(hook, eventId, at, options.Value.PublicUrl ?? "/comments"), Activity.Current?.Id, cancellation);
        var attempt = new WebhookAttempt
        {
            WebhookId = hook.Id,
            EventId = eventId,
            EventType = TestType,
            Number = 1,
            At = at.UtcDateTime,
            Milliseconds = sent.Milliseconds,
            Status = sent.Status,
            Error = sent.Error,
        };
        await database.WriteAsync(
            async write =>
            {
                await write.ForgetOldAttemptsAsync([hook.Id]);
                return await write.InsertNewAsync([attempt]);
            },
            cancellation);
        return TypedResults.Ok(DeliveryView.Of(attempt));
    }

    private static async Task<IResult> DeliveriesAsync(string id, [AsParameters] ListQuery asked, Database database, CancellationToken cancellation)
    {
        var query = "deliveries " + id;
        if (asked.ReadNumber(query, out var most, out var before) is { } problem)
        {
            return problem;
        }

        await using var db = database.OpenRead();
        if (await FindAsync(db, id, cancellation) is not { } hook)
        {
            return Unknown;
        }

        var found = await db.WebhookAttempts.Where(a => a.WebhookId == hook.Id && a.Sequence < (before ?? long.MaxValue)).OrderByDescending(a => a.Sequence).Take(most + 1).ToListAsync(cancellation);
        return TypedResults.Ok(Page.Of(found, most, DeliveryView.Of, attempt => Cursor.Write(attempt.Sequence, query)));
    }

    private const string TestType = "webhook.test";

    private static byte[] TestEvent(Webhook hook, Guid id, DateTimeOffset at, string source) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
        new { specversion = "1.0", id, source, type = TestType, subject = hook.Id, time = at.UtcDateTime, datacontenttype = "application/json", data = new { webhookId = hook.Id } }));

    private static IResult Answer(WebhookChange change) => change.View is { } view ? TypedResults.Ok(view) : Unknown;

    private static bool TryReadId(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);

    private static async Task<Webhook?> FindAsync(CommentDb db, string text, CancellationToken cancellation) =>
        TryReadId(text, out var id) ? await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, cancellation) : null;

    private static async Task<(T? Request, IResult? Problem)> ReadAsync<T>(HttpContext http, bool optional, Func<JsonFields, T> read)
        where T : class
    {
        var body = await JsonBody.ReadObjectAsync(http.Request, ReviewEndpoints.MaxBody, optional);
        if (body.Problem is not null)
        {
            return (null, body.Problem);
        }

        var fields = new JsonFields(body.Root);
        var request = read(fields);
        return fields.Errors.Count > 0 ? (null, Problem.Invalid(fields.Errors)) : (request, null);
    }
}
