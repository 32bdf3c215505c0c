using CommentService.Storage;
using CommentService.Storage.Postgres;
using CommentService.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommentService.Hosting;

/// <summary>The database and what every slice takes from it.</summary>
internal static class StorageServices
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        SqliteEngine.Configure();
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<ArticleOptions>(builder.Configuration);
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<AdminKey>();
        services.AddSingleton<Database>(provider => builder.Configuration.GetConnectionString(ConnectionStringsCheck.Postgres) is { Length: > 0 } postgres
            ? new PostgresDatabase(postgres)
            : new SqliteDatabase(provider.GetRequiredService<DataDirectory>().PathOf("comments.db")));
        services.AddSingleton<HashKeys>();
        services.AddSingleton<Ids>();
        services.AddSingleton<ArticleGates>();
        services.AddSingleton<StoredRequests>();
        services.AddHostedService(provider => provider.GetRequiredService<StoredRequests>());
        services.AddSingleton<Policies>();
        services.AddSingleton<LearnedWeights>();
        services.AddSingleton<FirstStart>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(5));
    }
}
