WITH deleted AS
(
    DELETE FROM GrainState
    WHERE ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyText = coalesce(@GrainIdExtensionString::text, '') AND KeyN0 = @GrainIdN0 AND KeyN1 = @GrainIdN1
        AND Version = @GrainStateVersion::integer
    RETURNING Version
)
SELECT coalesce((SELECT Version + 1 FROM deleted), @GrainStateVersion::integer) AS NewGrainStateVersion;
