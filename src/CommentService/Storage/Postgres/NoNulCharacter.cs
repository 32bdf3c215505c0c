using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommentService.Storage.Postgres;

/// <summary>
/// PostgreSQL refuses a text with U+0000 in it. Intake takes none, but a text that is looked for or that came by another
/// way may have one: it is sent as U+FFFD, which finds nothing and is stored.
/// </summary>
internal sealed class NoNulCharacter : DbCommandInterceptor
{
    private const char Nul = '\0';
    private const char Replacement = '\uFFFD';

    public static string In(string text) => text.Contains(Nul, StringComparison.Ordinal) ? text.Replace(Nul, Replacement) : text;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Mend(command, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(Mend(command, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        Mend(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(Mend(command, result));

    private static T Mend<T>(DbCommand command, T result)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            parameter.Value = parameter.Value switch
            {
                string text => In(text),
                IEnumerable<string?> texts => texts.Select(text => text is null ? null : In(text)).ToArray(),
                var other => other,
            };
        }

        return result;
    }
}
