namespace CommentService.Worker;

internal static class WorkerSetup
{
    public static void AddWorker(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FactLoader>();
        builder.Services.AddSingleton<Moderator>();
        builder.Services.AddSingleton<CommentWriter>();
        builder.Services.AddSingleton<GroupProcessor>();
        builder.Services.AddHostedService<Learning.Learner>();
    }
}
