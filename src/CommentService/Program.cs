using CommentService.Articles;
using CommentService.Commands;
using CommentService.Events;
using CommentService.Hosting;
using CommentService.Hosting.Authentication;
using CommentService.Hosting.Outgoing;
using CommentService.Intake;
using CommentService.Messaging;
using CommentService.Review;
using CommentService.Worker;
using CommentService.Worker.External;

return Command.Is(args) ? Command.Run(args) : await Startup.RunAsync(args, Add, Use);

// What this process is made of: one line for each part.
static void Add(WebApplicationBuilder builder)
{
    builder.AddLog();
    builder.AddServer();
    builder.AddErrors();
    builder.AddForwardedHeaders();
    builder.AddReadPolicy();
    builder.AddHealth();
    builder.AddTelemetry();
    builder.AddApiDocument();
    builder.AddStorage();
    builder.AddOutgoing();

    builder.Services.AddApiKeys();
    builder.AddMessaging<SubmissionConsumer, QueueConsumer>();

    // Every process knows the settings of all slices; what runs by itself is added for its roles only.
    builder.AddIntake();
    builder.AddWorker();
    builder.AddReview();
    builder.AddArticles();
    builder.AddEvents();
}

static void Use(WebApplication app)
{
    app.UsePipeline();

    app.MapHealth();
    app.MapMetrics();
    app.MapApiDocument();

    app.For(Roles.Intake)?.MapIntake();
    app.For(Roles.Review)?.MapReview();
    app.For(Roles.Articles)?.MapArticles();
    app.For(Roles.Events)?.MapEvents();
    (app.For(Roles.Events) ?? app.For(Roles.Review))?.MapQueueStream();
    app.For(Roles.Worker)?.MapCalloutCallback();
}
