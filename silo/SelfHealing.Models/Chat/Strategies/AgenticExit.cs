namespace SelfHealing.Models.Chat.Strategies;

/// <summary>Why an agent's loop ended.</summary>
internal enum AgenticExit
{
    /// <summary>It submitted a patch that passes.</summary>
    Solved,

    /// <summary>It submitted as often as it may, and nothing passed.</summary>
    Submissions,

    /// <summary>It took as many steps as it may.</summary>
    Steps,

    /// <summary>A budget of tokens or money does not hold another call.</summary>
    Cost,

    /// <summary>The incident's time is nearly over.</summary>
    WallClock,

    /// <summary>Too many replies in a row held no command, or several.</summary>
    FormatErrors,

    /// <summary>It went round in circles.</summary>
    Stuck,

    /// <summary>The model could not be asked, or refused.</summary>
    Model,

    /// <summary>The sandbox failed.</summary>
    Sandbox,
}
