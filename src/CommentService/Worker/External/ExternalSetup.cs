using CommentService.Hosting;
using CommentService.Hosting.Outgoing;

namespace CommentService.Worker.External;

internal static class ExternalSetup
{
    public static void AddExternal(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<ExternalOptions>(builder.Configuration);
        services.AddSingleton<ExternalAsks>();
        services.AddSingleton<AkismetClient>();
        services.AddSingleton<IExternalClient>(provider => provider.GetRequiredService<AkismetClient>());
        services.AddSingleton<IExternalClient, ModerationsClient>();
        services.AddSingleton<IExternalClient, CalloutClient>();
        services.AddSingleton<ExternalAsking>();
        services.AddSingleton<LateAnswers>();
        if (builder.Runs(Roles.Worker))
        {
            services.AddHostedService<ExternalWorker>();
            services.AddHostedService<AkismetReports>();
        }
    }
}
