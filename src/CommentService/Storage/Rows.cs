namespace CommentService.Storage;

/// <summary>The rows that a prepared read found, one at a time, each value as the model has it.</summary>
internal abstract class Rows
{
    /// <summary>Goes to the next row; false when there is none.</summary>
    public abstract bool Read();

    public abstract bool IsNull(int column);

    public abstract bool Flag(int column);

    public abstract long Number(int column);

    public abstract string Text(int column);

    public abstract Guid Id(int column);

    /// <summary>A moment, UTC.</summary>
    public abstract DateTime Time(int column);

    public DateTime? TimeOrNull(int column) => IsNull(column) ? null : Time(column);
}
