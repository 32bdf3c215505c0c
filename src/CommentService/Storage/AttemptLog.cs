namespace CommentService.Storage;

/// <summary>The log of what was sent to webhooks: of each the last thousand messages, and at most a tenth more until somebody looks.</summary>
internal static class AttemptLog
{
    public const int Kept = 1_000;

    private static readonly Statement Forget = new(
        $"""
        DELETE FROM "WebhookAttempts" WHERE "WebhookId" = @hook AND "Sequence" <=
            (SELECT "Sequence" FROM "WebhookAttempts" WHERE "WebhookId" = @hook ORDER BY "Sequence" DESC LIMIT 1 OFFSET {Kept})
        """,
        "@hook");

    /// <summary>Forgets, of each of these webhooks, what is older than its last thousand messages.</summary>
    public static Task ForgetOldAttemptsAsync(this CommentDb db, IEnumerable<Guid> hooks) => db.ExecuteEachAsync(Forget, hooks.Select(id => new object?[] { id }));
}
