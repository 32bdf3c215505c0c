using CommentService.Hosting;

return await Startup.RunAsync(args, Add, Use);

// What this process is made of: one line for each part.
static void Add(WebApplicationBuilder builder)
{
    builder.AddLog();
    builder.AddServer();
    builder.AddErrors();
    builder.AddForwardedHeaders();
    builder.AddOrigins();
    builder.AddHealth();
    builder.AddTelemetry();
    builder.AddApiDocument();
    builder.AddStorage();

    // slices
    // builder.AddMessaging();
    // builder.AddIntake();
    // builder.AddWorker();
    // builder.AddReview();
    // builder.AddArticles();
    // builder.AddEvents();
}

static void Use(WebApplication app)
{
    app.UsePipeline();

    app.MapHealth();
    app.MapMetrics();
    app.MapApiDocument();

    // slices
    // app.MapIntake();
    // app.MapReview();
    // app.MapArticles();
    // app.MapEvents();
}
