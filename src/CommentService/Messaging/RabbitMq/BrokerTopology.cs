using CommentService.Contracts;
using MassTransit;

namespace CommentService.Messaging.RabbitMq;

/// <summary>
/// What is on the broker: an exchange and a quorum queue for submissions, and the same for those that it gives up. Names
/// and arguments stand in <c>deploy/rabbitmq/definitions.json</c> too; arguments of a queue that is there cannot be changed.
/// </summary>
internal static class BrokerTopology
{
    public const string DeadQueue = MessagingSetup.Queue + "-dead";

    /// <summary>
    /// Deliveries of a message before it is dead: RabbitMQ before 4.3 counts each return, also when a worker was killed.
    /// A message that is never done with kills at most so many.
    /// </summary>
    private const int DeliveryLimit = 20;

    /// <summary>What keeps a queue from losing anything. Its length limit is a policy's, which can be changed while it runs.</summary>
    private static readonly Dictionary<string, object> QueueArguments = new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = DeadQueue,
        // Else a dead letter is lost when the broker ends at that moment; asks for reject-publish, which also makes a full queue refuse instead of drop.
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Publishing declares all that a message needs, so that intake can start before any worker did.</summary>
    public static void Publish(IRabbitMqBusFactoryConfigurator transport)
    {
        transport.Message<ModerateSubmissions>(message => message.SetEntityName(MessagingSetup.Queue));
        transport.Publish<ModerateSubmissions>(message => message.BindQueue(MessagingSetup.Queue, MessagingSetup.Queue, queue =>
        {
            foreach (var (name, value) in QueueArguments)
            {
                queue.SetQueueArgument(name, value);
            }
        }));
    }

    /// <summary>The worker's end of the queue.</summary>
    public static void ConsumeWith<TConsumer>(this IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
        where TConsumer : class, IConsumer
    {
        foreach (var (name, value) in QueueArguments)
        {
            endpoint.SetQueueArgument(name, value);
        }

        ConfigureBoth<TConsumer>(endpoint, context);
    }

    /// <summary>The end of the queue of those that were given up.</summary>
    public static void ConsumeDeadWith<TConsumer>(this IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
        where TConsumer : class, IConsumer
    {
        endpoint.SetQuorumQueue();
        ConfigureBoth<TConsumer>(endpoint, context);
    }

    private static void ConfigureBoth<TConsumer>(IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
        where TConsumer : class, IConsumer
    {
        // The queue's own exchange is the message's: no other one to bind.
        endpoint.ConfigureConsumeTopology = false;
        // A fault message would carry what a person wrote to an exchange that nobody reads.
        endpoint.PublishFaults = false;
        var unreadable = context.GetRequiredService<UnreadableMessages>();
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(unreadable));
        endpoint.ConfigureError(pipe => pipe.UseFilter(unreadable));
        endpoint.ConfigureConsumer<TConsumer>(context);
    }
}
