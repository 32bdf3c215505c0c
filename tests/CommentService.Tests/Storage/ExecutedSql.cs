using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommentService.Tests.Storage;

/// <summary>The SQL that EF Core sends to one database while this lives.</summary>
internal sealed class ExecutedSql : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly Func<DbConnection, bool> isOurs;
    private readonly ConcurrentDictionary<string, bool> texts = new();
    private readonly ConcurrentBag<IDisposable> subscriptions = [];

    public ExecutedSql(Func<DbConnection, bool> isOurs)
    {
        this.isOurs = isOurs;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IEnumerable<string> Texts => texts.Keys;

    public void Dispose()
    {
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory)
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandEventData data && data.Command.Connection is { } connection && isOurs(connection))
        {
            texts.TryAdd(data.Command.CommandText, true);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
}
