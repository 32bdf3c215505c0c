using CommentService.Hosting;
using CommentService.Worker.External;

namespace CommentService.Worker;

internal static class WorkerSetup
{
    public static void AddWorker(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FactLoader>();
        builder.Services.AddSingleton<RecentSketches>();
        builder.Services.AddSingleton<Moderator>();
        builder.Services.AddSingleton<CommentWriter>();
        builder.Services.AddSingleton<GroupProcessor>();
        builder.Services.AddSingleton<Gathering>();
        if (builder.Runs(Roles.Worker))
        {
            // After the bus in the order of starting: it ends first, and the bus waits for nothing that it holds.
            builder.Services.AddHostedService(services => services.GetRequiredService<Gathering>());
        }

        builder.AddExternal();
        if (builder.Runs(Roles.Worker))
        {
            builder.Services.AddHostedService<Learning.Learner>();
        }
    }
}
