namespace CommentService.Hosting.Outgoing;

internal static class OutgoingSetup
{
    /// <summary>The client for addresses that people wrote into settings.</summary>
    public static void AddOutgoing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<OutgoingOptions>(builder.Configuration);
        builder.Services.AddSingleton<OutgoingHttp>();
        builder.Services.AddSingleton<WebhookSender>();
    }
}
