namespace CommentService.Worker;

internal static class WorkerSetup
{
    public static void AddWorker(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FactLoader>();
        builder.Services.AddSingleton<Moderator>();
        builder.Services.AddSingleton<CommentWriter>();
        builder.Services.AddSingleton<GroupProcessor>();
        builder.Services.AddSingleton<Gathering>();
        // After the bus in the order of starting: it ends first, and the bus waits for nothing that it holds.
        builder.Services.AddHostedService(services => services.GetRequiredService<Gathering>());
    }
}
