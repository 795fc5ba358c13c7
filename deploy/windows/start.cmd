@echo off
rem Double-click: installs once (Python 3.11 or newer must be there), then serves this machine only and opens the browser.
rem Settings: COOP_HOME (the store), COOP_DATA (another province), PORT (8501), DEMO=0 (start empty).
setlocal
cd /d "%~dp0..\.."
if not defined PORT set PORT=8501
if not exist ".venv\Scripts\python.exe" (
  py -3 -m venv .venv || goto no_python
)
".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || goto failed
".venv\Scripts\python.exe" -m tools.first_store || goto failed
start "" cmd /c "timeout /t 4 /nobreak >nul & start http://localhost:%PORT%"
".venv\Scripts\python.exe" -m streamlit run app.py --server.port %PORT%
goto end
:no_python
echo Python 3.11 or newer was not found. Install it from the department's software share, then start again.
pause
exit /b 2
:failed
echo The step above failed. Nothing was changed in the store.
pause
exit /b 1
:end
endlocal
